import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { guard, type ActionFacts, type GuardQuestion, type StartScope } from './guardrails.ts';
import type { RemediationLimits } from './remediation-record.ts';
import { NO_ACTIONS, NO_SCOPE, SAMPLE_LIMITS } from './sample-proposal.ts';

const NOW = new Date('2026-01-01T00:00:00.000Z');
const ago = (seconds: number): Date => new Date(NOW.getTime() - seconds * 1000);
const LIMITS: RemediationLimits = { ...SAMPLE_LIMITS, atOnce: 3, perIncident: 3, groupShare: 0.34, breakerFailures: 3 };

interface Over {
  readonly facts?: Partial<ActionFacts>;
  readonly scope?: Partial<StartScope>;
  readonly limits?: Partial<RemediationLimits>;
  readonly byPerson?: boolean;
}
const question = ({ facts, scope, limits, byPerson = false }: Over): GuardQuestion => ({
  facts: { ...NO_ACTIONS, ...facts },
  scope: { ...NO_SCOPE, ...scope },
  limits: { ...LIMITS, ...limits },
  byPerson,
});
const verdict = (over: Over) => guard(question(over), NOW);

describe('guardrails', () => {
  it.each([
    ['kill-switch', true, { facts: { killSwitch: { engaged: true, reason: 'release' } } }, 'release'],
    ['freeze', false, { scope: { freeze: 'Freeze night until 06:00' } }, 'Freeze night until 06:00'],
    ['incident-budget', true, { facts: { actionsForIncident: 3 } }, 'perIncident'],
    ['mutex', false, { facts: { holder: 'rem-9' } }, 'rem-9'],
    ['root-cause', false, { facts: { forSameCause: 'rem-7' } }, 'rem-7'],
    ['dependency', false, { facts: { busyDependencies: ['db'] } }, 'db'],
    ['cooldown', false, { facts: { lastActionOnTarget: ago(299) } }, '2026-01-01T00:00:01.000Z'],
    ['rate', false, { facts: { actionsLastHour: 10 } }, 'actionsPerHour'],
    ['at-once', false, { facts: { inFlight: 3 } }, 'atOnce'],
    ['blast-radius', false, { scope: { group: ['a', 'b', 'c', 'd', 'e'] }, facts: { busyInGroup: ['b'] } }, 'groupShare 0.34'],
    ['circuit-breaker', false, { facts: { onTarget: { failures: 3, lastAt: ago(3599) } } }, '2026-01-01T00:00:01.000Z'],
    ['circuit-breaker', false, { facts: { ofRunbook: { failures: 4, lastAt: ago(1) } } }, 'this runbook'],
  ] as const)('%s objects, says why and what would have to change', (rule, final, over, words) => {
    expect(verdict(over)).toMatchObject({ allowed: false, rule, final, reason: expect.stringContaining(words) });
  });

  it.each([
    ['nothing was done yet', {}],
    ['the cooldown is over', { facts: { lastActionOnTarget: ago(300) } }],
    ['one of a group of two may always be acted on', { scope: { group: ['a', 'b'] } }],
    ['a third of six leaves room for a second', { scope: { group: [...'abcdef'] }, facts: { busyInGroup: ['b'] } }],
    ['others of a large group may be free', { scope: { group: [...'abcdefghij'] }, facts: { busyInGroup: ['b', 'c'] } }],
    ['the circuit breaker has closed', { facts: { onTarget: { failures: 9, lastAt: ago(3600) } } }],
    ['a person knows of the failures', { facts: { onTarget: { failures: 9, lastAt: ago(1) } }, byPerson: true }],
    ['the circuit breaker is off', { facts: { onTarget: { failures: 9, lastAt: ago(1) } }, limits: { breakerFailures: 0 } }],
  ] as const)('nothing objects when %s', (_, over) => {
    expect(verdict(over)).toMatchObject({ allowed: true });
  });

  it('more of anything never allows what less of it did not', () => {
    const facts = fc.record({
      actionsLastHour: fc.nat(20),
      inFlight: fc.nat(6),
      actionsForIncident: fc.nat(6),
      failures: fc.nat(6),
      busy: fc.nat(6),
      seconds: fc.nat(600),
    });
    const ask = (f: typeof facts extends fc.Arbitrary<infer T> ? T : never, more: number) =>
      verdict({
        scope: { group: [...'abcdefghij'] },
        facts: {
          actionsLastHour: f.actionsLastHour + more,
          inFlight: f.inFlight + more,
          actionsForIncident: f.actionsForIncident + more,
          onTarget: { failures: f.failures + more, lastAt: ago(f.seconds) },
          busyInGroup: [...'abcdefghij'].slice(0, Math.min(9, f.busy + more)),
          lastActionOnTarget: ago(f.seconds),
        },
      }).allowed;
    fc.assert(fc.property(facts, fc.integer({ min: 1, max: 3 }), (f, more) => !ask(f, more) || ask(f, 0)));
  });
});
