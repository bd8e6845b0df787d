import {
  decide,
  intentId,
  Intents,
  Remediations,
  type ActionOutcome,
  type IntentPurpose,
  type RemediationCommand,
  type RemediationRecord,
} from '@cloudops/domain-remediation';
import { Injectable } from '@nestjs/common';

/** How long after an intent's deadline an executor that says nothing is waited for. */
const PATIENCE_MS = 30_000;

/** Takes over what the executor says about a committed intent, and does not wait for an executor that is gone. */
@Injectable()
export class SettleIntent {
  constructor(
    private readonly remediations: Remediations,
    private readonly intents: Intents,
  ) {}

  async of(id: string, purpose: IntentPurpose): Promise<RemediationRecord | undefined> {
    const intent = intentId(id, purpose);
    const progress = await this.intents.progress(intent);
    const now = new Date();
    if (!progress) return this.remediations.get(id);
    if (progress.status === 'finished') return this.#apply(id, { type: 'record-outcome', purpose, outcome: progress.outcome, now });
    if (now.getTime() < progress.deadlineAt.getTime() + PATIENCE_MS) {
      return progress.status === 'acting' ? this.#apply(id, { type: 'record-acting', now }) : this.remediations.get(id);
    }
    const message = 'The executor did not take the intent in time';
    // only an intent that nobody has taken is known not to be done
    if (progress.status === 'pending' && !(await this.intents.withdraw(intent, message))) return this.remediations.get(id);
    const outcome: ActionOutcome =
      progress.status === 'pending'
        ? { kind: 'not-done', message }
        : { kind: 'unknown', message: 'The executor took the intent and is gone' };
    return this.#apply(id, { type: 'record-outcome', purpose, outcome, now });
  }

  #apply(id: string, command: RemediationCommand): Promise<RemediationRecord | undefined> {
    return this.remediations.update(id, (state) => decide(command, state));
  }
}
