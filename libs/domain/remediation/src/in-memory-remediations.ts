import { sameEntity } from '@cloudops/contracts';
import type { ActionFacts, StartScope, Streak } from './guardrails.ts';
import { auditEntry, type AuditEntry } from './audit-entry.ts';
import { evolve } from './evolve.ts';
import type { Intent } from './intent.ts';
import { intentOf } from './intent-of.ts';
import { publishedContract } from './published-contract.ts';
import type { RemediationEvent } from './remediation-event.ts';
import type { RemediationRecord } from './remediation-record.ts';
import { Remediations, SELDOM, SELDOM_MS, wakeAt, type RemediationPage, type RemediationQuery } from './remediations.ts';
import { FAILURES, HOLDING } from './transitions.ts';

/** Remediations for tests: same behaviour, no disk. What Postgres would write beside the state can be read from the lists. */
export class InMemoryRemediations extends Remediations {
  readonly audit: AuditEntry[] = [];
  readonly published: { subject: string; record: RemediationRecord }[] = [];
  readonly intents: Intent[] = [];
  killSwitch = { engaged: false, reason: '' };
  readonly #records = new Map<string, RemediationRecord>();
  readonly #wakes = new Map<string, number>();

  override get(id: string): Promise<RemediationRecord | undefined> {
    return Promise.resolve(this.#records.get(id));
  }

  override list({ state, incidentId, limit, cursor }: RemediationQuery): Promise<RemediationPage> {
    const all = [...this.#records.values()]
      .filter((r) => (state === undefined || r.state === state) && (incidentId === undefined || r.incidentId === incidentId))
      .sort((a, b) => (keyOf(a) < keyOf(b) ? 1 : -1))
      .filter((r) => cursor === undefined || keyOf(r) < cursor);
    const remediations = all.slice(0, limit);
    const last = remediations.at(-1);
    return Promise.resolve({ remediations, cursor: all.length > limit && last ? keyOf(last) : null });
  }

  override async update(
    id: string,
    decide: (state: RemediationRecord | undefined) => readonly RemediationEvent[],
  ): Promise<RemediationRecord | undefined> {
    await this.updateAll([id], (_, state) => decide(state));
    return this.#records.get(id);
  }

  override async updateAll(
    ids: readonly string[],
    decide: (id: string, state: RemediationRecord | undefined) => readonly RemediationEvent[],
  ): Promise<void> {
    await Promise.resolve();
    const steps = [...new Set(ids)].sort().flatMap((id) => {
      let record = this.#records.get(id);
      return decide(id, record).map((event) => ({ event, record: (record = evolve(record, event)) }));
    });
    for (const step of steps) this.#write(step.event, step.record);
  }

  override start(
    id: string,
    { now, scope }: { readonly now: Date; readonly scope: StartScope },
    decide: (state: RemediationRecord, facts: ActionFacts) => readonly RemediationEvent[],
  ): Promise<RemediationRecord | undefined> {
    return this.update(id, (state) => (state ? decide(state, this.#facts(state, now, scope)) : []));
  }

  override takeDue(now: Date, againAt: Date, limit: number): Promise<readonly string[]> {
    const due = [...this.#wakes].filter(([, at]) => at <= now.getTime());
    const ids = due
      .sort(([, a], [, b]) => a - b)
      .slice(0, limit)
      .map(([id]) => id);
    for (const id of ids) {
      const state = this.#records.get(id)?.state;
      this.#wakes.set(id, againAt.getTime() + (state && SELDOM.includes(state) ? SELDOM_MS : 0));
    }
    return Promise.resolve(ids);
  }

  #write(event: RemediationEvent, record: RemediationRecord): void {
    const before = this.#records.get(record.id);
    if (before?.state !== record.state || before.settledAt !== record.settledAt) {
      this.#wakes.set(record.id, wakeAt(record, new Date(event.at))?.getTime() ?? Infinity);
    }
    this.#records.set(record.id, record);
    if (event.type === 'intent-committed' || event.type === 'rolling-back') this.intents.push(intentOf(record, new Date(event.at)));
    const entry = auditEntry(event, record);
    if (entry) this.audit.push(entry);
    const contract = publishedContract(event, record);
    if (contract) this.published.push({ subject: contract.subject, record });
  }

  #facts(state: RemediationRecord, now: Date, scope: StartScope): ActionFacts {
    const others = [...this.#records.values()].filter((r) => r.id !== state.id && r.startedAt !== null);
    const onTarget = others.filter((r) => r.action.target === state.action.target);
    const times = onTarget.map((r) => Date.parse(r.finishedAt ?? r.startedAt ?? ''));
    return {
      killSwitch: this.killSwitch,
      holder: onTarget.find((r) => HOLDING.includes(r.state))?.id ?? null,
      forSameCause: others.find((r) => isForSameCause(r, state, now))?.id ?? null,
      lastActionOnTarget: times.length === 0 ? null : new Date(Math.max(...times)),
      actionsLastHour: others.filter((r) => Date.parse(r.startedAt ?? '') > now.getTime() - 3_600_000).length,
      inFlight: others.filter(isHolding).length,
      actionsForIncident: others.filter((r) => r.incidentId === state.incidentId).length,
      busyInGroup: busyOf(others, scope.group),
      busyDependencies: busyOf(others, scope.dependsOn),
      onTarget: streakOf(onTarget, now),
      ofRunbook: streakOf(
        others.filter((r) => r.runbook.id === state.runbook.id),
        now,
      ),
    };
  }
}

/** Under way, or ended within the cooldown. */
function isForSameCause(r: RemediationRecord, state: RemediationRecord, now: Date): boolean {
  if (!r.cause || !state.cause || !sameEntity(r.cause, state.cause)) return false;
  return isHolding(r) || Date.parse(r.finishedAt ?? r.startedAt ?? '') > now.getTime() - state.limits.cooldownSeconds * 1000;
}

const DAY_MS = 86_400_000;
const startOf = (r: RemediationRecord): number => Date.parse(r.startedAt ?? '');
const isHolding = (r: RemediationRecord): boolean => HOLDING.includes(r.state);
const busyOf = (others: readonly RemediationRecord[], ids: readonly string[]): string[] =>
  [...new Set(others.filter((r) => isHolding(r) && ids.includes(r.action.target)).map((r) => r.action.target))].sort();

function streakOf(records: readonly RemediationRecord[], now: Date): Streak {
  const helped = Math.max(...records.filter((r) => r.state === 'verified').map(startOf), now.getTime() - DAY_MS);
  const failed = records.filter((r) => FAILURES.includes(r.state) && startOf(r) > helped);
  const last = Math.max(...failed.map((r) => Date.parse(r.finishedAt ?? r.startedAt ?? '')));
  return { failures: failed.length, lastAt: failed.length === 0 ? null : new Date(last) };
}

const keyOf = (r: RemediationRecord): string => `${r.proposedAt}~${r.id}`;
