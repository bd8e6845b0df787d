import type { InventoryEntry } from '@cloudops/contracts';
import {
  afterAct,
  afterObserve,
  objection,
  type ExecutorStep,
  type Inventory,
  type Policy,
  type Runner,
  type RunnerAnswer,
  type RunnerCall,
} from '@cloudops/domain-remediation';
import type { Logger } from '../supervisor/logger.ts';
import type { IntentLedger, OpenIntent } from './intent-ledger.ts';
import { messageOf } from './message-of.ts';
import type { Runners } from './runners/runners.ts';

/** Longer than a supervisor takes from SIGTERM over SIGKILL to the new process. */
const ACT_TIMEOUT_MS = 20_000;
const OBSERVE_TIMEOUT_MS = 3_000;

export interface Rules {
  readonly policy: Policy;
  readonly inventory: Inventory;
}

/** Through whom a target is acted on. */
interface Way {
  readonly entry: InventoryEntry;
  readonly runner: Runner;
}

/** Carries out committed intents, each at most once: what may have been done is observed before anything else. */
export class IntentExecutor {
  /** Intents that this process has taken and certainly not sent yet. */
  readonly #unsent = new Set<string>();
  readonly #busy = new Set<string>();

  constructor(
    private readonly rules: () => Rules,
    private readonly runners: Runners,
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
    const { way, objection: why } = this.#check(open);
    if (intent.status === 'pending') {
      if (why !== undefined || !way)
        return this.#finish(ledger, intent.id, { do: 'finish', outcome: { kind: 'not-done', message: why ?? '' } });
      if (!(await ledger.take(intent.id))) return;
      this.#unsent.add(intent.id);
    }
    const step = this.#unsent.has(intent.id) ? this.#first(why) : await this.#observed(open, way, why);
    const next = step.do === 'act' && way ? await this.#act(open, way) : step;
    if (next.do === 'finish') await this.#finish(ledger, intent.id, next);
  }

  #check(open: OpenIntent): { way: Way | undefined; objection: string | undefined } {
    try {
      const { policy, inventory } = this.rules();
      const entry = inventory.entries.find((e) => e.id === open.intent.action.target);
      const runner = entry && this.runners[entry.runner.kind];
      const way = entry && runner && { entry, runner };
      const why = objection(open.intent, { ...open, policy, entry }, new Date());
      return { way, objection: why ?? (way ? undefined : `Nothing here can act through ${entry?.runner.kind}`) };
    } catch (error) {
      return { way: undefined, objection: `Policy or inventory cannot be read: ${messageOf(error)}` };
    }
  }

  #first(why: string | undefined): ExecutorStep {
    return why === undefined ? { do: 'act' } : { do: 'finish', outcome: { kind: 'not-done', message: why } };
  }

  async #observed({ intent }: OpenIntent, way: Way | undefined, why: string | undefined): Promise<ExecutorStep> {
    const answer: RunnerAnswer = way
      ? await way.runner.observe(callOf(intent, way), AbortSignal.timeout(OBSERVE_TIMEOUT_MS))
      : { kind: 'unsent', message: why ?? 'The target cannot be observed' };
    const now = new Date();
    return afterObserve(answer, now >= intent.deadlineAt, why, now);
  }

  async #act({ intent }: OpenIntent, way: Way): Promise<ExecutorStep> {
    this.#unsent.delete(intent.id);
    this.logger.info({ id: intent.id, target: way.entry.id, fencingToken: intent.fencingToken }, 'acting');
    const answer = await way.runner.act(callOf(intent, way), AbortSignal.timeout(ACT_TIMEOUT_MS));
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

const callOf = ({ id, action, pins, purpose, fencingToken }: OpenIntent['intent'], { entry }: Way): RunnerCall => ({
  ...{ entry, action, pins, fencingToken },
  undo: purpose === 'rollback',
  idempotencyKey: id,
});
