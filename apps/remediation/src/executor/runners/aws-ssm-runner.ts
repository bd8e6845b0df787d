import type { DescribeDocumentResult, SSMClient } from '@aws-sdk/client-ssm';
import type { Action, InventoryEntry, RunnerSpec } from '@cloudops/contracts';
import { Runner, type DryRunAnswer, type RunnerAnswer, type RunnerCall } from '@cloudops/domain-remediation';
import { setTimeout as delay } from 'node:timers/promises';
import { afterSend, describeAwsFault } from './aws-faults.ts';
import { specOf } from './spec-of.ts';

type Spec = Extract<RunnerSpec, { kind: 'aws-ssm' }>;
type Document = Spec['documents'][number];

const LOOK_MS = 1_000;

/**
 * Runs a document that the inventory names on one instance, in the version and with the hash that were shown. SendCommand has no client
 * token: the key travels as the command's comment, and a send whose answer was lost is looked for and never sent again.
 */
export class AwsSsmRunner extends Runner {
  constructor(private readonly connect: (region: string) => Promise<SSMClient>) {
    super();
  }

  override async dryRun(entry: InventoryEntry, action: Action, signal: AbortSignal): Promise<DryRunAnswer> {
    const spec = specOf(entry, 'aws-ssm');
    const wanted = documentOf(spec, action);
    if ('message' in wanted) return { ok: false, message: wanted.message };
    try {
      const { DescribeDocumentCommand, DescribeInstanceInformationCommand } = await import('@aws-sdk/client-ssm');
      const client = await this.connect(spec.region);
      const filters = [{ Key: 'InstanceIds', Values: [spec.instance] }];
      const found = await client.send(new DescribeInstanceInformationCommand({ Filters: filters }), { abortSignal: signal });
      const ping = found.InstanceInformationList?.[0]?.PingStatus;
      if (ping !== 'Online') return { ok: false, message: `The agent on ${spec.instance} is ${ping ?? 'not known to Systems Manager'}` };
      const about = new DescribeDocumentCommand({ Name: wanted.name, ...(wanted.version && { DocumentVersion: wanted.version }) });
      const { Document } = await client.send(about, { abortSignal: signal });
      if (Document?.Status !== 'Active' || Document.Hash === undefined)
        return { ok: false, message: `Document ${wanted.name} is ${Document?.Status ?? 'not there'}` };
      return { ok: true, dryRun: describe(spec, wanted, Document) };
    } catch (error) {
      return { ok: false, message: describeAwsFault(error) };
    }
  }

  override async act({ entry, action, undo, pins, idempotencyKey }: RunnerCall, signal: AbortSignal): Promise<RunnerAnswer> {
    if (undo) return { kind: 'refused', message: 'What a document did cannot be undone' };
    const spec = specOf(entry, 'aws-ssm');
    const wanted = documentOf(spec, action);
    if ('message' in wanted) return { kind: 'refused', message: wanted.message };
    const { SendCommandCommand } = await import('@aws-sdk/client-ssm');
    let id: string | undefined;
    try {
      const client = await this.connect(spec.region);
      const { Command } = await client.send(
        new SendCommandCommand({
          ...{ DocumentName: wanted.name, Parameters: wanted.parameters, InstanceIds: [spec.instance], Comment: idempotencyKey },
          ...{ DocumentVersion: pins['documentVersion'], DocumentHash: pins['documentHash'], DocumentHashType: 'Sha256' },
        }),
        { abortSignal: signal },
      );
      id = Command?.CommandId;
    } catch (error) {
      return afterSend(error);
    }
    for (;;) {
      const answer = await this.#status(spec, idempotencyKey, signal);
      if (answer.kind === 'done' || answer.kind === 'failed' || signal.aborted) return answer;
      await delay(LOOK_MS, undefined, { signal }).catch(() => undefined);
      if (signal.aborted) return { kind: 'begun', message: `Command ${id} was taken and has not ended yet` };
    }
  }

  override observe({ entry, idempotencyKey }: RunnerCall, signal: AbortSignal): Promise<RunnerAnswer> {
    return this.#status(specOf(entry, 'aws-ssm'), idempotencyKey, signal);
  }

  /** The list of commands lags behind: that a command is not in it does not say that it was not sent. */
  async #status({ region, instance }: Spec, key: string, signal: AbortSignal): Promise<RunnerAnswer> {
    try {
      const { ListCommandsCommand } = await import('@aws-sdk/client-ssm');
      const client = await this.connect(region);
      const { Commands = [] } = await client.send(new ListCommandsCommand({ InstanceId: instance, MaxResults: 50 }), {
        abortSignal: signal,
      });
      const command = Commands.find(({ Comment }) => Comment === key);
      if (!command)
        return { kind: 'begun', message: `No command with comment ${key} is listed for ${instance}; it may not have been sent` };
      const message = `Command ${command.CommandId} is ${command.Status}`;
      if (command.Status === 'Success') return { kind: 'done', message };
      return { kind: ENDED.includes(command.Status ?? '') ? 'failed' : 'begun', message };
    } catch (error) {
      return { kind: 'lost', message: describeAwsFault(error) };
    }
  }
}

const ENDED: readonly string[] = ['Failed', 'TimedOut', 'Cancelled'];

function documentOf({ documents }: Spec, action: Action): Document | { readonly message: string } {
  if (action.kind !== 'run-document') return { message: `Systems Manager cannot ${action.kind}, only run-document` };
  return (
    documents.find(({ name }) => name === action.document) ?? { message: `The inventory does not allow document ${action.document} there` }
  );
}

function describe(
  { region, instance }: Spec,
  { name, parameters }: Document,
  { DocumentVersion = '', Hash = '' }: NonNullable<DescribeDocumentResult['Document']>,
) {
  const sent = { DocumentName: name, DocumentVersion, InstanceIds: [instance], Parameters: parameters };
  return {
    at: new Date().toISOString(),
    calls: [`ssm:SendCommand in ${region} ${JSON.stringify(sent)}`],
    changes: [
      { what: `document ${name} version ${DocumentVersion} on ${instance}`, from: 'not run', to: 'run once; what it does is its own' },
    ],
    pins: { documentVersion: DocumentVersion, documentHash: Hash },
    reversible: false,
    rollback: null,
  };
}
