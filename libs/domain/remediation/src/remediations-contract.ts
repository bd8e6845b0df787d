import assert from 'node:assert/strict';
import { decide } from './decide.ts';
import type { RemediationCommand } from './remediation-command.ts';
import type { RemediationRecord } from './remediation-record.ts';
import type { Remediations } from './remediations.ts';
import type { ActionFacts, StartScope } from './guardrails.ts';
import { NO_SCOPE, SAMPLE_ENTRY, sampleCheck, sampleIncident, sampleProposal } from './sample-proposal.ts';

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

/** Proposes, and takes the executor's dry run over. */
const propose = async (r: Remediations, proposal: ReturnType<typeof sampleProposal>): Promise<RemediationRecord | undefined> => {
  await run(r, proposal.id, proposal);
  return run(r, proposal.id, sampleCheck(proposal.now));
};

const start = (r: Remediations, id: string, token: number, now: Date): Promise<RemediationRecord | undefined> =>
  r.start(id, { now, scope: NO_SCOPE }, (state, facts) =>
    decide({ type: 'start', fencingToken: token, facts, scope: NO_SCOPE, now }, state),
  );

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
      await propose(r, sampleProposal('rem-1', T0));
      await assert.rejects(run(r, 'rem-1', { type: 'approve', actor: ADMIN, actionHash: 'other', reason: '', now: T0 }), {
        code: 'action-changed',
      });
      assert.equal((await r.get('rem-1'))?.version, 2);
    },
  },
  {
    name: 'lets only one of two proposals and one of two approvals through',
    async run(r) {
      const [a] = await Promise.all([run(r, 'rem-1', sampleProposal('rem-1', T0)), run(r, 'rem-1', sampleProposal('rem-1', after(1)))]);
      assert.equal(a?.version, 1);
      const checked = await run(r, 'rem-1', sampleCheck(after(1)));
      const approve = { type: 'approve', actor: ADMIN, actionHash: checked?.actionHash ?? '', reason: '', now: after(2) } as const;
      const both = await Promise.allSettled([run(r, 'rem-1', approve), run(r, 'rem-1', approve)]);
      assert.deepEqual(both.map((x) => x.status).sort(), ['fulfilled', 'rejected']);
      assert.equal((await r.get('rem-1'))?.version, 3);
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
      assert.deepEqual(await r.takeDue(T0, after(1), 10), []);
      await run(r, 'rem-1', sampleCheck(T0));
      await run(r, 'rem-2', sampleCheck(T0));
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
      for (const id of ['rem-1', 'rem-2']) await propose(r, sampleProposal(id, T0, { policy: AUTO }));
      await Promise.all([start(r, 'rem-1', 1, after(1)), start(r, 'rem-2', 2, after(1))]);
      const states = await Promise.all(['rem-1', 'rem-2'].map(async (id) => (await r.get(id))?.state));
      assert.deepEqual(states.sort(), ['approved', 'intent-committed']);
    },
  },
  {
    name: 'counts the actions of the last hour and remembers the last one on a target',
    async run(r) {
      await propose(r, sampleProposal('rem-1', T0, { policy: AUTO }));
      await start(r, 'rem-1', 1, after(1));
      await run(r, 'rem-1', { type: 'record-outcome', purpose: 'act', outcome: { kind: 'not-done', message: 'gone' }, now: after(2) });
      const elsewhere = { ...SAMPLE_ENTRY, id: 'db', entity: { ...SAMPLE_ENTRY.entity, id: 'db' } };
      await propose(r, sampleProposal('rem-2', after(3), { policy: AUTO }));
      await propose(r, sampleProposal('rem-3', after(3), { policy: AUTO, entry: elsewhere }));
      const facts = await factsOf(r, 'rem-2', after(4));
      assert.deepEqual(facts, { killSwitch: false, holder: null, last: after(1).getTime(), hour: 1 });
      assert.deepEqual(await factsOf(r, 'rem-3', after(4)), { killSwitch: false, holder: null, last: null, hour: 1 });
      assert.equal((await factsOf(r, 'rem-3', after(3700))).hour, 0);
    },
  },
  {
    name: 'tells a starting action what else is done for its root cause, until the cooldown is over',
    async run(r) {
      const on = (id: string) => ({ ...SAMPLE_ENTRY, id, entity: { ...SAMPLE_ENTRY.entity, id } });
      const cause = { rank: 1, entity: on('db').entity, metric: 'm', anomalyId: 'a', score: 1, reason: '', evidence: [] };
      for (const [id, causes] of [
        ['a', [cause]],
        ['b', [cause]],
        ['c', []],
      ] as const)
        await propose(
          r,
          sampleProposal(`rem-${id}`, T0, { policy: AUTO, entry: on(id), incident: sampleIncident(`inc-${id}`, { causes: [...causes] }) }),
        );
      await start(r, 'rem-a', 1, after(1));
      const forB = async (now: Date) => (await wholeFacts(r, 'rem-b', { now, scope: NO_SCOPE })).forSameCause;
      assert.equal(await forB(after(2)), 'rem-a');
      assert.equal((await wholeFacts(r, 'rem-c', { now: after(2), scope: NO_SCOPE })).forSameCause, null);
      await run(r, 'rem-a', { type: 'record-outcome', purpose: 'act', outcome: { kind: 'failed', message: 'no' }, now: after(20) });
      assert.equal(await forB(after(290)), 'rem-a');
      assert.equal(await forB(after(302)), null);
    },
  },
  {
    name: 'counts what is under way, what an incident got, and failures in a row of a target and of a runbook',
    async run(r) {
      const on = (id: string) => ({ ...SAMPLE_ENTRY, id, entity: { ...SAMPLE_ENTRY.entity, id } });
      const incident = sampleIncident('inc');
      for (const [i, target] of ['a', 'b', 'c', 'd'].entries())
        await propose(r, sampleProposal(`rem-${target}`, after(i), { policy: AUTO, entry: on(target), incident }));
      for (const [i, target] of ['a', 'b', 'c'].entries()) await start(r, `rem-${target}`, i, after(10 + i));
      await run(r, 'rem-a', { type: 'record-outcome', purpose: 'act', outcome: { kind: 'failed', message: 'no' }, now: after(20) });
      const scope = { group: ['a', 'b', 'd'], dependsOn: ['c', 'x'], freeze: null };
      const facts = await wholeFacts(r, 'rem-d', { now: after(30), scope });
      assert.deepEqual(
        [facts.inFlight, facts.actionsForIncident, facts.busyInGroup, facts.busyDependencies, facts.onTarget.failures],
        [2, 3, ['b'], ['c'], 0],
      );
      assert.deepEqual(facts.ofRunbook, { failures: 1, lastAt: after(10) });
      assert.equal((await wholeFacts(r, 'rem-d', { now: after(86_500), scope })).ofRunbook.failures, 0);
      await run(r, 'rem-b', {
        type: 'record-outcome',
        purpose: 'act',
        outcome: { kind: 'done', finishedAt: after(40), message: 'ok' },
        now: after(40),
      });
      const points = [1, 2, 3, 4, 5].map((i): [number, number] => [after(40 + i).getTime(), 10]);
      await run(r, 'rem-b', { type: 'verify', points: { 'inc-a1': points }, now: after(50) });
      assert.equal((await r.get('rem-b'))?.state, 'verified');
      assert.equal((await wholeFacts(r, 'rem-d', { now: after(60), scope })).ofRunbook.failures, 0);
    },
  },
];

async function factsOf(
  r: Remediations,
  id: string,
  now: Date,
): Promise<{ killSwitch: boolean; holder: string | null; last: number | null; hour: number }> {
  const f = await wholeFacts(r, id, { now, scope: NO_SCOPE });
  return { killSwitch: f.killSwitch.engaged, holder: f.holder, last: f.lastActionOnTarget?.getTime() ?? null, hour: f.actionsLastHour };
}

async function wholeFacts(r: Remediations, id: string, at: { now: Date; scope: StartScope }): Promise<ActionFacts> {
  let seen: ActionFacts | undefined;
  await r.start(id, at, (_, facts) => {
    seen = facts;
    return [];
  });
  assert.ok(seen);
  return seen;
}
