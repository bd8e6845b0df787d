import { decide } from './decide.ts';
import { evolveAll } from './evolve.ts';
import type { ActionFacts, StartScope } from './guardrails.ts';
import type { Propose, RemediationCommand } from './remediation-command.ts';
import type { RemediationRecord } from './remediation-record.ts';
import { NO_ACTIONS, NO_SCOPE, sampleCheck, sampleProposal } from './sample-proposal.ts';

/** When stories of tests begin. */
export const T0 = new Date('2026-01-01T00:00:10.000Z');
export const after = (seconds: number): Date => new Date(T0.getTime() + seconds * 1000);
export const AUTO = { mode: 'auto', rule: 'auto', reason: 'trusted' } as const;

/** What has become of a remediation after these commands. */
export function run(commands: readonly RemediationCommand[]): RemediationRecord {
  let state: RemediationRecord | undefined;
  for (const c of commands) state = evolveAll(state, decide(c, state));
  if (!state) throw new Error('nothing came of it');
  return state;
}

/** The same, where every proposal is checked at once. */
export const play = (...commands: RemediationCommand[]): RemediationRecord =>
  run(commands.flatMap((c) => (c.type === 'propose' ? [c, sampleCheck(T0)] : [c])));

export const proposal = (over: Partial<Propose> = {}): Propose & { now: Date } => sampleProposal('rem-1', T0, over);

export const DONE: RemediationCommand = {
  type: 'record-outcome',
  purpose: 'act',
  outcome: { kind: 'done', finishedAt: after(2), message: 'ok' },
  now: after(2),
};

/** A value a second of the proposal's one signal, from a second after the action on. */
export const points = (...values: (number | null)[]): Record<string, [number, number | null][]> => ({
  'inc-rem-1-a1': values.map((v, i): [number, number | null] => [after(3 + i).getTime(), v]),
});

/** The start of what was approved. */
export const start = (facts: Partial<ActionFacts> = {}, now = after(1), scope: Partial<StartScope> = {}): RemediationCommand => ({
  type: 'start',
  fencingToken: 7,
  facts: { ...NO_ACTIONS, ...facts },
  scope: { ...NO_SCOPE, ...scope },
  now,
});
