import type { InventoryEntry, SupervisorRequest } from '@cloudops/contracts';
import {
  afterAct,
  afterObserve,
  objection,
  type ExecutorStep,
  type Inventory,
  type Policy,
  type SupervisorAnswer,
} from '@cloudops/domain-remediation';
import { randomUUID } from 'node:crypto';
import type { Logger } from '../supervisor/logger.ts';
import type { IntentLedger, OpenIntent } from './intent-ledger.ts';

/** Longer than a supervisor takes from SIGTERM over SIGKILL to the new process. */
const ACT_TIMEOUT_MS = 20_000;
const OBSERVE_TIMEOUT_MS = 3_000;

export interface Rules {
  readonly policy: Policy;
  readonly inventory: Inventory;
}
export type CallSupervisor = (socket: string, request: SupervisorRequest, timeoutMs: number) => Promise<SupervisorAnswer>;

/** Carries out committed intents, each at most once: what may have been done is observed before anything else. */
export class IntentExecutor {
  /** Intents that this process has taken and certainly not sent yet. */
  readonly #unsent = new Set<string>();
  readonly #busy = new Set<string>();

  constructor(
    private readonly rules: () => Rules,
    private readonly call: CallSupervisor,
    private readonly logger: Logger,
  ) {}

  /** Starts one step for every open intent that is not in one already; the steps go on by themselves. */
  async pass(ledger: IntentLedger): Promise<void> {
    for (const open of await ledger.open()) {
      const { id } = open.intent;
      if (this.#busy.has(id)) continue;
      this.#busy.add(id);
      void this.#step(ledger, open)
        .catch((error: unknown) => this.logger.warn({ id, err: error }, 'step failed; the intent is looked at again'))
        .finally(() => this.#busy.delete(id));
    }
  }

  async #step(ledger: IntentLedger, open: OpenIntent): Promise<void> {
    const { intent } = open;
    const { entry, objection: why } = this.#check(open);
    if (intent.status === 'pending') {
      if (why !== undefined || !entry)
        return this.#finish(ledger, intent.id, { do: 'finish', outcome: { kind: 'not-done', message: why ?? '' } });
      if (!(await ledger.take(intent.id))) return;
      this.#unsent.add(intent.id);
    }
    const step = this.#unsent.has(intent.id) ? this.#first(why) : await this.#observed(open, entry, why);
    const next = step.do === 'act' && entry ? await this.#act(open, entry) : step;
    if (next.do === 'finish') await this.#finish(ledger, intent.id, next);
  }

  #check(open: OpenIntent): { entry: InventoryEntry | undefined; objection: string | undefined } {
    try {
      const { policy, inventory } = this.rules();
      const entry = inventory.entries.find((e) => e.id === open.intent.action.target);
      return { entry, objection: objection(open.intent, { ...open, policy, entry }, new Date()) };
    } catch (error) {
      return {
        entry: undefined,
        objection: `Policy or inventory cannot be read: ${error instanceof Error ? error.message : String(error)}`,
      };
    }
  }

  #first(why: string | undefined): ExecutorStep {
    return why === undefined ? { do: 'act' } : { do: 'finish', outcome: { kind: 'not-done', message: why } };
  }

  async #observed({ intent }: OpenIntent, entry: InventoryEntry | undefined, why: string | undefined): Promise<ExecutorStep> {
    const answer: SupervisorAnswer =
      entry?.runner.kind === 'supervisor'
        ? await this.call(
            entry.runner.socket,
            { id: randomUUID(), verb: 'observe', workload: entry.runner.workload, idempotencyKey: intent.id },
            OBSERVE_TIMEOUT_MS,
          )
        : { kind: 'unsent', message: why ?? 'The target cannot be observed' };
    const now = new Date();
    return afterObserve(answer, now >= intent.deadlineAt, why, now);
  }

  async #act({ intent }: OpenIntent, entry: InventoryEntry): Promise<ExecutorStep> {
    if (entry.runner.kind !== 'supervisor')
      return { do: 'finish', outcome: { kind: 'not-done', message: `No runner for ${entry.runner.kind} yet` } };
    const { socket, workload } = entry.runner;
    this.#unsent.delete(intent.id);
    this.logger.info({ id: intent.id, target: entry.id, fencingToken: intent.fencingToken }, 'acting');
    const answer = await this.call(
      socket,
      { id: randomUUID(), verb: 'restart', workload, idempotencyKey: intent.id, fencingToken: intent.fencingToken },
      ACT_TIMEOUT_MS,
    );
    if (answer.kind === 'unsent') this.#unsent.add(intent.id);
    const now = new Date();
    return afterAct(answer, now >= intent.deadlineAt, now);
  }

  async #finish(ledger: IntentLedger, id: string, { outcome }: Extract<ExecutorStep, { do: 'finish' }>): Promise<void> {
    await ledger.finish(id, outcome);
    this.#unsent.delete(id);
    this.logger.info({ id, outcome: outcome.kind, detail: outcome.message }, 'outcome written');
  }
}
