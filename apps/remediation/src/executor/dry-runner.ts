import type { DryRunAnswer, Inventory } from '@cloudops/domain-remediation';
import type { Logger } from '../supervisor/logger.ts';
import type { DryRunLedger, Unchecked } from './dry-run-ledger.ts';
import type { Rules } from './intent-executor.ts';
import { messageOf } from './message-of.ts';
import type { Runners } from './runners/runners.ts';

const DRY_RUN_TIMEOUT_MS = 10_000;
/** A target that cannot be asked is asked again for so long after the proposal, so that a short outage does not end it. */
const PATIENCE_MS = 15_000;
const AGAIN_MS = 1_000;

/** Finds out what proposed actions would do, without doing them; only the executor holds the keys for that. */
export class DryRunner {
  /** Remediation ids that are being asked about, or were and are left alone for a moment. */
  readonly #busy = new Map<string, number>();

  constructor(
    private readonly rules: () => Rules,
    private readonly runners: Runners,
    private readonly logger: Logger,
  ) {}

  /** Begins with every proposal that has no answer yet; the answers come by themselves. */
  async pass(ledger: DryRunLedger): Promise<void> {
    const now = Date.now();
    for (const [id, until] of this.#busy) if (until <= now) this.#busy.delete(id);
    const waiting = (await ledger.unchecked()).filter(({ id }) => !this.#busy.has(id));
    if (waiting.length === 0) return;
    const inventory = this.#inventory();
    for (const unchecked of waiting) {
      this.#busy.set(unchecked.id, Infinity);
      void this.#answer(ledger, unchecked, inventory)
        .catch((error: unknown) => this.logger.warn({ id: unchecked.id, err: error }, 'dry run not written; tried again'))
        .finally(() => this.#busy.set(unchecked.id, Date.now() + AGAIN_MS));
    }
  }

  /** Read once a pass, not once a proposal; a message where it cannot be. */
  #inventory(): Inventory | string {
    try {
      return this.rules().inventory;
    } catch (error) {
      return messageOf(error);
    }
  }

  async #answer(ledger: DryRunLedger, unchecked: Unchecked, inventory: Inventory | string): Promise<void> {
    const answer = typeof inventory === 'string' ? unable(inventory) : await this.#ask(unchecked, inventory);
    if (!answer.ok && Date.now() < unchecked.proposedAt.getTime() + PATIENCE_MS) return;
    await ledger.write(unchecked.id, answer);
    this.logger.info({ id: unchecked.id, ok: answer.ok }, 'dry run written');
  }

  async #ask({ action }: Unchecked, { entries }: Inventory): Promise<DryRunAnswer> {
    const entry = entries.find(({ id }) => id === action.target);
    if (!entry) return unable(`The inventory has no ${action.target}`);
    const runner = this.runners[entry.runner.kind];
    if (!runner) return unable(`Nothing here can act through ${entry.runner.kind}`);
    try {
      return await runner.dryRun(entry, action, AbortSignal.timeout(DRY_RUN_TIMEOUT_MS));
    } catch (error) {
      return unable(messageOf(error));
    }
  }
}

const unable = (message: string): DryRunAnswer => ({ ok: false, message });
