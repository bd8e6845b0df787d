import { describe, expect, it } from '@jest/globals';
import { DomainError, type PolicyDecision, type RemediationState } from '@cloudops/contracts';
import fc from 'fast-check';
import { decide } from './decide.ts';
import { InMemoryRemediations } from './in-memory-remediations.ts';
import type { RemediationCommand } from './remediation-command.ts';
import { NO_SCOPE, SAMPLE_ENTRY, SAMPLE_LIMITS, sampleAnomaly, sampleCheck, sampleIncident, sampleProposal } from './sample-proposal.ts';

// SAFETY.md's picture written down once more, so that a slip in transitions.ts does not vouch for itself
const LEGAL = new Set<`${RemediationState}>${RemediationState}`>([
  ...(['checked', 'refused', 'expired'] as const).map((s) => `proposed>${s}` as const),
  ...(['refused', 'suggested', 'shadowing', 'approved', 'expired'] as const).map((s) => `checked>${s}` as const),
  ...(['refused', 'expired', 'leased'] as const).map((s) => `approved>${s}` as const),
  'leased>intent-committed',
  ...(['acting', 'failed', 'unknown'] as const).map((s) => `intent-committed>${s}` as const),
  ...(['verifying', 'failed', 'unknown'] as const).map((s) => `acting>${s}` as const),
  ...(['verified', 'failed', 'rolling-back'] as const).map((s) => `verifying>${s}` as const),
  ...(['rolled-back', 'failed', 'unknown'] as const).map((s) => `rolling-back>${s}` as const),
  'verified>failed',
  'shadowing>shadowed',
]);
const SEQUENCES = Number(process.env['ENGINE_SEQUENCES'] ?? 400);
const SEED = Number(process.env['ENGINE_SEED'] ?? 20261124);
const LIMIT_MS = 60_000 + SEQUENCES * 60;
const COOLDOWN = 30;
const PER_HOUR = 2;
const T0 = Date.parse('2026-01-01T00:00:00.000Z');

const who = fc.record({ incident: fc.nat(2), target: fc.nat(1) });
const PROPOSE = fc.record({
  do: fc.constant('propose' as const),
  who,
  mode: fc.constantFrom('refuse', 'shadow', 'suggest', 'approve', 'auto', 'auto', 'auto'),
  extra: fc.boolean(),
});
const CHECK = fc.record({ do: fc.constant('check' as const), who, ok: fc.constantFrom(true, true, true, false), undo: fc.boolean() });
const DECIDE = fc.record({
  do: fc.constantFrom('approve', 'refuse'),
  who,
  hash: fc.constantFrom('now', 'first', 'junk'),
  role: fc.constantFrom('approver', 'admin', 'operator'),
});
const step = fc.oneof(
  { weight: 5, arbitrary: PROPOSE },
  { weight: 5, arbitrary: CHECK },
  { weight: 4, arbitrary: DECIDE },
  { weight: 1, arbitrary: fc.record({ do: fc.constantFrom('withdraw' as const, 'expire' as const, 'record-acting' as const), who }) },
  { weight: 8, arbitrary: fc.record({ do: fc.constant('start' as const), who }) },
  {
    weight: 4,
    arbitrary: fc.record({
      do: fc.constant('outcome' as const),
      who,
      purpose: fc.constantFrom('act' as const, 'act' as const, 'rollback' as const),
      kind: fc.constantFrom('done', 'done', 'not-done', 'failed', 'unknown'),
    }),
  },
  {
    weight: 3,
    arbitrary: fc.record({
      do: fc.constantFrom('verify' as const, 'verify' as const, 'watch' as const),
      who,
      value: fc.constantFrom(10, 10, 99, null),
      count: fc.nat(8),
    }),
  },
  { weight: 4, arbitrary: fc.record({ do: fc.constant('pass' as const), seconds: fc.constantFrom(-5, 1, 29, 31, 31, 300, 1000) }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('switch' as const), engaged: fc.constantFrom(true, false, false) }) },
  { weight: 4, arbitrary: fc.record({ do: fc.constant('replay' as const), which: fc.nat() }) },
);
type Step = typeof step extends fc.Arbitrary<infer T> ? T : never;
type Late = (id: string, world: World) => RemediationCommand | undefined;

/** The system under test with a clock, and every command that was ever sent, for replays. */
class World {
  readonly remediations = new InMemoryRemediations();
  readonly sent: { id: string; command: RemediationCommand }[] = [];
  readonly firstHash = new Map<string, string>();
  readonly approvals: string[] = [];
  seconds = 0;
  token = 0;
  now = (): Date => new Date(T0 + this.seconds * 1000);

  async send(id: string, command: RemediationCommand): Promise<void> {
    try {
      if (command.type === 'start') {
        // facts are read when the command runs, as in Postgres: a replayed start must not bring old facts along
        await this.remediations.start(id, { now: this.now(), scope: NO_SCOPE }, (s, facts) =>
          decide({ ...command, facts, now: this.now() }, s),
        );
      } else {
        const before = (await this.remediations.get(id))?.state;
        const record = await this.remediations.update(id, (s) => decide(command, s));
        if (command.type === 'approve' && before === 'checked') {
          expect(record?.actionHash).toBe(command.actionHash);
          this.approvals.push(id);
        }
      }
    } catch (error) {
      if (!(error instanceof DomainError) || error.kind === 'internal') throw error;
    }
  }
}

function commandOf(s: Step, world: World): Late {
  const now = world.now();
  switch (s.do) {
    case 'approve':
    case 'refuse':
      return (id) => {
        const hash = s.hash === 'first' ? (world.firstHash.get(id) ?? '') : s.hash;
        return { type: s.do, actor: { id: 'p', role: s.role }, actionHash: hash, reason: '', now };
      };
    case 'check':
      return () =>
        s.ok
          ? sampleCheck(now, s.undo ? { reversible: true, rollback: 'undo' } : {})
          : { type: 'record-check', answer: { ok: false, message: 'no' }, now };
    case 'withdraw':
      return () => ({ type: 'withdraw', reason: 'over', now });
    case 'expire':
      return () => ({ type: 'expire', now });
    case 'record-acting':
      return () => ({ type: 'record-acting', now });
    case 'start':
      return () => ({ type: 'start', fencingToken: ++world.token, facts: undefined as never, scope: NO_SCOPE, now });
    case 'outcome':
      return () => ({ type: 'record-outcome', purpose: s.purpose, outcome: { kind: s.kind, finishedAt: now, message: '' } as never, now });
    default:
      return () => undefined;
  }
}

async function take(s: Step, world: World): Promise<void> {
  if (s.do === 'pass') return void (world.seconds += s.seconds);
  if (s.do === 'switch') return void (world.remediations.killSwitch = { engaged: s.engaged, reason: 'test' });
  if (s.do === 'replay') {
    const old = world.sent[s.which % Math.max(1, world.sent.length)];
    if (old) await world.send(old.id, old.command);
    return;
  }
  const id = `rem-${s.who.incident}-${s.who.target}`;
  const record = await world.remediations.get(id);
  let command = commandOf(s, world)(id, world);
  if (s.do === 'propose') command = proposal(id, s, world);
  if ((s.do === 'verify' || s.do === 'watch') && record) {
    const from = Date.parse((s.do === 'watch' ? record.verifiedAt : record.finishedAt) ?? world.now().toISOString());
    const points = Array.from({ length: s.count }, (_, i): [number, number | null] => [from + 1 + i, s.value]);
    command = { type: s.do, now: world.now(), points: Object.fromEntries(record.checks.map((c) => [c.anomalyId, points])) };
  }
  if (command && 'actionHash' in command && command.actionHash === 'now') command = { ...command, actionHash: record?.actionHash ?? '' };
  if (!command) return;
  world.sent.push({ id, command });
  await world.send(id, command);
  const made = await world.remediations.get(id);
  if (made && !world.firstHash.has(id)) world.firstHash.set(id, made.actionHash);
}

function proposal(id: string, s: Extract<Step, { do: 'propose' }>, world: World): RemediationCommand {
  const target = `web-${s.who.target}`;
  const entry = { ...SAMPLE_ENTRY, id: target, entity: { ...SAMPLE_ENTRY.entity, id: target } };
  const anomalies = [sampleAnomaly('a1'), ...(s.extra ? [sampleAnomaly('a2')] : [])];
  const policy: PolicyDecision = { mode: s.mode, rule: 'r', reason: 'x' };
  const limits = { ...SAMPLE_LIMITS, cooldownSeconds: COOLDOWN, actionsPerHour: PER_HOUR };
  return sampleProposal(id, world.now(), { incident: sampleIncident(`i${s.who.incident}`, { anomalies }), entry, policy, limits });
}

async function check(world: World): Promise<void> {
  const { remediations: records } = await world.remediations.list({ limit: 1000 });
  const { intents, audit } = world.remediations;
  expect(new Set(intents.map((i) => i.id)).size).toBe(intents.length);
  const acts = intents.filter((i) => i.purpose === 'act');
  expect(new Set(acts.map((i) => i.fencingToken)).size).toBe(acts.length);
  expect(new Set(world.approvals).size).toBe(world.approvals.length);
  for (const r of records) {
    const states = r.history.map((h) => h.state);
    states.slice(1).forEach((to, i) => expect(LEGAL).toContain(`${states[i]}>${to}`));
    expect(states.at(-1)).toBe(r.state);
    expect(audit.filter((a) => a.subject === r.id && a.action === 'remediation.intent-committed').length).toBe(
      r.startedAt === null ? 0 : 1,
    );
    if (r.startedAt !== null) expect(r.approvedBy).not.toBeNull();
    if (r.startedAt !== null) expect(r.dryRun).not.toBeNull();
    const undone = intents.filter((i) => i.id === `${r.id}~rollback`);
    expect(undone.length).toBe(states.includes('rolling-back') ? 1 : 0);
    if (states.includes('shadowing')) expect(r.startedAt).toBeNull();
    if (r.state === 'verified') for (const c of r.checks) expect(c.inside).toBeGreaterThanOrEqual(5);
  }
  const started = records.filter((r) => r.startedAt !== null).sort((a, b) => Date.parse(a.startedAt ?? '') - Date.parse(b.startedAt ?? ''));
  for (const [i, b] of started.entries()) {
    const t = Date.parse(b.startedAt ?? '');
    expect(started.slice(0, i).filter((a) => Date.parse(a.startedAt ?? '') > t - 3_600_000).length).toBeLessThan(PER_HOUR);
    for (const a of started.slice(0, i).filter((x) => x.action.target === b.action.target)) {
      expect(t - Date.parse(a.finishedAt ?? a.startedAt ?? '')).toBeGreaterThanOrEqual(COOLDOWN * 1000);
      expect(['verified', 'failed', 'unknown', 'rolled-back']).toContain(a.state);
      // what comes back is a failure later than the next action may have begun
      const over = a.history.find((h) => ['verified', 'failed', 'unknown', 'rolled-back'].includes(h.state));
      expect(Date.parse(over?.at ?? '')).toBeLessThanOrEqual(t);
    }
  }
}

describe('the engine under any order of commands', () => {
  it(
    'acts once, keeps its guardrails, uses an approval once, and makes no illegal step',
    async () => {
      await fc.assert(
        fc.asyncProperty(fc.array(step, { minLength: 30, maxLength: 120 }), async (steps) => {
          const world = new World();
          for (const s of steps) await take(s, world);
          await check(world);
        }),
        { numRuns: SEQUENCES, seed: SEED },
      );
    },
    LIMIT_MS,
  );

  it(
    'changes nothing when every command of a whole story comes a second time',
    async () => {
      await fc.assert(
        fc.asyncProperty(fc.array(step, { minLength: 10, maxLength: 60 }), async (steps) => {
          const world = new World();
          for (const s of steps) if (s.do !== 'replay' && s.do !== 'switch') await take(s, world);
          const finals = (await world.remediations.list({ limit: 1000 })).remediations.filter((r) => r.startedAt !== null);
          const intents = world.remediations.intents.length;
          for (const { id, command } of [...world.sent].reverse()) if (finals.some((f) => f.id === id)) await world.send(id, command);
          expect(world.remediations.intents.length).toBe(intents);
          for (const f of finals) expect((await world.remediations.get(f.id))?.startedAt).toBe(f.startedAt);
        }),
        { numRuns: Math.ceil(SEQUENCES / 2), seed: SEED },
      );
    },
    LIMIT_MS,
  );
});
