import type { Action, InventoryEntry, RunnerSpec } from '@cloudops/contracts';
import { Runner, type DryRunAnswer, type RunnerAnswer, type RunnerCall } from '@cloudops/domain-remediation';
import { neverLeft } from './never-left.ts';
import { signWebhook } from './sign-webhook.ts';
import type { Secrets } from './secrets.ts';
import { specOf } from './spec-of.ts';

type Spec = Extract<RunnerSpec, { kind: 'webhook' }>;

/** POSTs to the endpoint that the inventory declares, once, signed as https://www.standardwebhooks.com has it. Redirects are not followed. */
export class WebhookRunner extends Runner {
  constructor(private readonly secrets: Secrets) {
    super();
  }

  override dryRun(entry: InventoryEntry, action: Action): Promise<DryRunAnswer> {
    if (action.kind !== 'call-webhook')
      return Promise.resolve({ ok: false, message: `An endpoint cannot ${action.kind}, only call-webhook` });
    const spec = specOf(entry, 'webhook');
    const missing = this.#missing(spec);
    if (missing !== undefined) return Promise.resolve({ ok: false, message: missing });
    return Promise.resolve({
      ok: true,
      dryRun: {
        at: new Date().toISOString(),
        calls: [`POST ${shown(spec.url)} {"target":${JSON.stringify(entry.id)},"action":"call-webhook"}`],
        changes: [{ what: `${new URL(spec.url).host}`, from: 'not called', to: 'called once; what it does is its own' }],
        pins: {},
        reversible: false,
        rollback: null,
      },
    });
  }

  override async act({ entry, undo, idempotencyKey, fencingToken }: RunnerCall, signal: AbortSignal): Promise<RunnerAnswer> {
    if (undo) return { kind: 'refused', message: 'A call cannot be taken back' };
    const spec = specOf(entry, 'webhook');
    const missing = this.#missing(spec);
    if (missing !== undefined) return { kind: 'refused', message: missing };
    const body = JSON.stringify({ target: entry.id, action: 'call-webhook', idempotencyKey, fencingToken });
    const secret = spec.secretVariable === undefined ? undefined : this.secrets(spec.secretVariable);
    try {
      const response = await fetch(spec.url, {
        ...{ method: 'POST', redirect: 'manual', signal, body },
        headers: { 'content-type': 'application/json', 'idempotency-key': idempotencyKey, ...signWebhook(idempotencyKey, body, secret) },
      });
      await response.body?.cancel();
      return answerOf(spec, response.status);
    } catch (error) {
      const { code, message } = reasonOf(error);
      return { kind: neverLeft(code) ? 'unsent' : 'lost', message: `${shown(spec.url)}: ${message}` };
    }
  }

  /** There is no standard way to ask an endpoint whether it was called, and to call it again would be a guess. */
  override observe({ entry, idempotencyKey }: RunnerCall): Promise<RunnerAnswer> {
    const message = `${shown(specOf(entry, 'webhook').url)} cannot be asked whether it took the call with key ${idempotencyKey}; look there`;
    return Promise.resolve({ kind: 'begun', message });
  }

  #missing({ secretVariable }: Spec): string | undefined {
    if (secretVariable === undefined || this.secrets(secretVariable) !== undefined) return undefined;
    return `The executor has no ${secretVariable}; set it to the secret that signs the call`;
  }
}

function answerOf({ url }: Spec, status: number): RunnerAnswer {
  const message = `${shown(url)} answered ${status}`;
  if (status >= 200 && status < 300) return { kind: 'done', message };
  if (status === 429) return { kind: 'unsent', message };
  if (status >= 300 && status < 400) return { kind: 'failed', message: `${message}; redirects are not followed` };
  // the same key is being worked on, or nobody can tell what a broken endpoint did
  if (status === 409 || status >= 500) return { kind: 'lost', message };
  return { kind: 'refused', message };
}

/** Without what may be secret in it. */
function shown(url: string): string {
  const { origin, pathname } = new URL(url);
  return `${origin}${pathname}`;
}

/** `fetch` says only that it failed; its cause says why. */
function reasonOf(error: unknown): { code: string; message: string } {
  const { cause } = error as { cause?: unknown };
  const { code = '', message = String(error) } = (cause ?? error) as { code?: unknown; message?: string };
  return { code: String(code), message };
}
