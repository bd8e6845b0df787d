import assert from 'node:assert/strict';
import { decide } from './decide.ts';
import type { RemediationCommand } from './remediation-command.ts';
import type { RemediationRecord } from './remediation-record.ts';
import type { Remediations } from './remediations.ts';
import { SAMPLE_ENTRY, sampleProposal } from './sample-proposal.ts';

export interface ContractCase {
  readonly name: string;
  /** `remediations` is empty when the case starts. */
  readonly run: (remediations: Remediations) => Promise<void>;
}

const T0 = new Date('2026-01-01T00:00:10.000Z');
const ADMIN = { id: 'ann', role: 'admin' } as const;
const after = (seconds: number): Date => new Date(T0.getTime() + seconds * 1000);
const AUTO = { mode: 'auto', rule: 'auto', reason: 'trusted' } as const;

const run = (r: Remediations, id: string, command: RemediationCommand): Promise<RemediationRecord | undefined> =>
  r.update(id, (state) => decide(command, state));

const start = (r: Remediations, id: string, token: number, now: Date): Promise<RemediationRecord | undefined> =>
  r.start(id, now, (state, facts) => decide({ type: 'start', fencingToken: token, facts, now }, state));

/** What every `Remediations` must do, whatever it stores them in; framework-free, so that any runner can run it. */
export const REMEDIATIONS_CONTRACT: readonly ContractCase[] = [
  {
    name: 'keeps what was decided, and nothing when there are no events',
    async run(r) {
      assert.equal(await r.get('rem-1'), undefined);
      assert.equal(await r.update('rem-1', () => []), undefined);
      assert.equal(await r.get('rem-1'), undefined);
      const made = await run(r, 'rem-1', sampleProposal('rem-1', T0));
      assert.equal(made?.state, 'proposed');
      assert.deepEqual(await r.get('rem-1'), made);
    },
  },
  {
    name: 'writes nothing when the decision throws',
    async run(r) {
      await run(r, 'rem-1', sampleProposal('rem-1', T0));
      await assert.rejects(run(r, 'rem-1', { type: 'approve', actor: ADMIN, actionHash: 'other', reason: '', now: T0 }), {
        code: 'action-changed',
      });
      assert.equal((await r.get('rem-1'))?.version, 1);
    },
  },
  {
    name: 'lets only one of two proposals and one of two approvals through',
    async run(r) {
      const [a] = await Promise.all([run(r, 'rem-1', sampleProposal('rem-1', T0)), run(r, 'rem-1', sampleProposal('rem-1', after(1)))]);
      const approve = { type: 'approve', actor: ADMIN, actionHash: a?.actionHash ?? '', reason: '', now: after(2) } as const;
      const both = await Promise.allSettled([run(r, 'rem-1', approve), run(r, 'rem-1', approve)]);
      assert.deepEqual(both.map((x) => x.status).sort(), ['fulfilled', 'rejected']);
      assert.equal((await r.get('rem-1'))?.version, 2);
    },
  },
  {
    name: 'updates several in one transaction: all or none',
    async run(r) {
      await r.updateAll(['rem-2', 'rem-1'], (id, state) => decide(sampleProposal(id, T0), state));
      assert.deepEqual(
        (await r.list({ limit: 9 })).remediations.map((x) => x.version),
        [1, 1],
      );
      const third = (id: string): boolean => id === 'rem-3';
      const approve = { type: 'approve', actor: ADMIN, actionHash: 'other', reason: '', now: T0 } as const;
      const withdraw = { type: 'withdraw', reason: 'over', now: T0 } as const;
      await assert.rejects(
        r.updateAll(['rem-1', 'rem-3'], (id, s) => decide(third(id) ? approve : withdraw, s)),
        { code: 'remediation-unknown' },
      );
      assert.equal((await r.get('rem-1'))?.state, 'proposed');
    },
  },
  {
    name: 'lists newest first, by state and incident, page by page',
    async run(r) {
      for (const [i, id] of ['rem-1', 'rem-2', 'rem-3'].entries()) await run(r, id, sampleProposal(id, after(i)));
      await run(r, 'rem-2', { type: 'withdraw', reason: 'over', now: after(5) });
      const first = await r.list({ limit: 2 });
      assert.deepEqual(
        first.remediations.map((x) => x.id),
        ['rem-3', 'rem-2'],
      );
      const second = await r.list({ limit: 2, cursor: first.cursor ?? '' });
      assert.deepEqual(
        second.remediations.map((x) => x.id),
        ['rem-1'],
      );
      assert.equal(second.cursor, null);
      assert.deepEqual(
        (await r.list({ limit: 9, state: 'refused' })).remediations.map((x) => x.id),
        ['rem-2'],
      );
      assert.deepEqual(
        (await r.list({ limit: 9, incidentId: 'inc-rem-3' })).remediations.map((x) => x.id),
        ['rem-3'],
      );
    },
  },
  {
    name: 'hands out a timer when it is due, and again only later',
    async run(r) {
      await run(r, 'rem-1', sampleProposal('rem-1', T0));
      await run(r, 'rem-2', sampleProposal('rem-2', T0, { policy: AUTO }));
      assert.deepEqual(await r.takeDue(T0, after(1), 10), ['rem-2']);
      assert.deepEqual(await r.takeDue(T0, after(1), 10), []);
      assert.deepEqual([...(await r.takeDue(after(901), after(902), 10))].sort(), ['rem-1', 'rem-2']);
      await run(r, 'rem-1', { type: 'expire', now: after(901) });
      assert.deepEqual(await r.takeDue(after(5000), after(5001), 10), ['rem-2']);
    },
  },
  {
    name: 'tells a starting action who holds the target, and lets one of two at once start',
    async run(r) {
      for (const id of ['rem-1', 'rem-2']) await run(r, id, sampleProposal(id, T0, { policy: AUTO }));
      await Promise.all([start(r, 'rem-1', 1, after(1)), start(r, 'rem-2', 2, after(1))]);
      const states = await Promise.all(['rem-1', 'rem-2'].map(async (id) => (await r.get(id))?.state));
      assert.deepEqual(states.sort(), ['approved', 'intent-committed']);
    },
  },
  {
    name: 'counts the actions of the last hour and remembers the last one on a target',
    async run(r) {
      await run(r, 'rem-1', sampleProposal('rem-1', T0, { policy: AUTO }));
      await start(r, 'rem-1', 1, after(1));
      await run(r, 'rem-1', { type: 'record-outcome', outcome: { kind: 'not-done', message: 'gone' }, now: after(2) });
      const elsewhere = { ...SAMPLE_ENTRY, id: 'db', entity: { ...SAMPLE_ENTRY.entity, id: 'db' } };
      await run(r, 'rem-2', sampleProposal('rem-2', after(3), { policy: AUTO }));
      await run(r, 'rem-3', sampleProposal('rem-3', after(3), { policy: AUTO, entry: elsewhere }));
      const facts = await factsOf(r, 'rem-2', after(4));
      assert.deepEqual(facts, { killSwitch: false, holder: null, last: after(1).getTime(), hour: 1 });
      assert.deepEqual(await factsOf(r, 'rem-3', after(4)), { killSwitch: false, holder: null, last: null, hour: 1 });
      assert.equal((await factsOf(r, 'rem-3', after(3700))).hour, 0);
    },
  },
];

async function factsOf(
  r: Remediations,
  id: string,
  now: Date,
): Promise<{ killSwitch: boolean; holder: string | null; last: number | null; hour: number }> {
  let seen = { killSwitch: false, holder: null as string | null, last: null as number | null, hour: -1 };
  await r.start(id, now, (_, f) => {
    seen = { killSwitch: f.killSwitch.engaged, holder: f.holder, last: f.lastActionOnTarget?.getTime() ?? null, hour: f.actionsLastHour };
    return [];
  });
  return seen;
}
