import { describe, expect, it } from '@jest/globals';
import { AnomalyFeedback, type NewFeedback, type WeeklyWindow } from '@cloudops/contracts';
import { anAnomaly } from '@cloudops/testing';
import fc from 'fast-check';
import { DetectorState } from '../detector-state.ts';
import { observe } from '../detector.ts';
import { GENERIC } from '../signal-profile.ts';
import { planFeedback, saysTheSame } from './plan-feedback.ts';
import { toleratedAt, toleranceOf, type ToleranceRule } from './tolerance.ts';

const given = { id: 'f1', by: 'ann', at: '2026-01-15T12:00:00.000Z', effectiveAt: '2026-01-15T12:00:02.000Z' };
const says = (over: Partial<NewFeedback> = {}): NewFeedback => ({ verdict: 'not-an-anomaly', window: null, note: '', ...over });
const mondays: WeeklyWindow = { weekdays: ['mon'], from: '06:00', to: '07:00', timeZone: 'UTC' };
const MONDAY_0630 = Date.parse('2026-01-12T06:30:00.000Z');

describe('feedback', () => {
  it('tolerates what was seen and a tenth more, to the side where it was seen', () => {
    const above = toleranceOf(anAnomaly({ value: 0.95, band: { yhat: 0.05, yhat_lower: 0, yhat_upper: 0.15 } }));
    expect(above).toEqual({ above: expect.closeTo(0.99), below: 0, unusual: 0 });
    expect(toleranceOf(anAnomaly({ kind: 'below', value: 1, band: { yhat: 3, yhat_lower: 2, yhat_upper: 4 } })).below).toBeCloseTo(2.2);
    expect(toleranceOf(anAnomaly({ kind: 'unusual', anomaly_score: 2 }))).toEqual({ above: 0, below: 0, unusual: 2.2 });
  });

  it('is planned with what it changes; what makes no sense is refused by field', () => {
    const anomaly = anAnomaly();
    expect(AnomalyFeedback.parse(planFeedback(anomaly, says(), given))).toMatchObject({ viewKey: 'rate:00000000000000a1', by: 'ann' });
    expect(planFeedback(anomaly, says({ verdict: 'right' }), given).tolerance).toEqual({ above: 0, below: 0, unusual: 0 });
    const refused = (over: Partial<NewFeedback>, of = anomaly) => {
      try {
        return planFeedback(of, says(over), given);
      } catch (error) {
        return (error as { field?: string }).field;
      }
    };
    expect(refused({ verdict: 'expected' })).toBe('window');
    expect(refused({ window: mondays })).toBe('window');
    expect(refused({}, anAnomaly({ kind: 'together' }))).toBe('verdict');
  });

  it('knows what was said already', () => {
    const known = planFeedback(anAnomaly(), says({ verdict: 'expected', window: mondays }), given);
    expect(saysTheSame(known, says({ verdict: 'expected', window: { ...mondays } }))).toBe(true);
    expect(saysTheSame(known, says({ verdict: 'expected', window: { ...mondays, from: '05:00' } }))).toBe(false);
    expect(saysTheSame(undefined, says())).toBe(false);
  });
});

describe('what is tolerated', () => {
  const rule = (over: Partial<ToleranceRule> = {}): ToleranceRule => ({
    ...{ tolerance: { above: 5, below: 0, unusual: 0 }, window: null, after: 1_000, until: 2_000, ...over },
  });

  it('is the widest of the rules that hold, between their times and in their hours', () => {
    expect(toleratedAt([rule()], 1_000)).toBeUndefined();
    expect(toleratedAt([rule()], 2_001)).toBeUndefined();
    const wider = rule({ tolerance: { above: 7, below: 1, unusual: 0 } });
    expect(toleratedAt([rule(), wider], 1_500)).toEqual({ tolerance: wider.tolerance, mayLearn: true });
    const expected = rule({ window: mondays, until: Infinity });
    expect(toleratedAt([expected], MONDAY_0630)).toEqual({ tolerance: expected.tolerance, mayLearn: false });
    expect(toleratedAt([expected], MONDAY_0630 + 3_600_000)).toBeUndefined();
  });

  /** A signal around 10 that leaps to `leap` from minute 120 on. */
  const alarms = (leap: number, tolerance?: { above: number; below: number; unusual: number }): string[] => {
    const state = new DetectorState();
    const profile = { ...GENERIC, ...(tolerance && { tolerance }) };
    return Array.from({ length: 140 }, (_, i) => {
      const value = i < 120 ? 10 + Math.sin(i * 12.9898) : leap;
      const { transition } = observe(state, 1_700_000_000_000 + i * 60_000, value, profile);
      return transition ? [`${transition.type} ${transition.kind}`] : [];
    }).flat();
  };

  it('is no anomaly, however far the same leap went; a tenth further is', () => {
    fc.assert(
      fc.property(fc.double({ min: 30, max: 1e6, noNaN: true }), (leap) => {
        const tolerance = toleranceOf(anAnomaly({ value: leap, band: { yhat: 10, yhat_lower: 8, yhat_upper: 12 } }));
        expect(alarms(leap)).toContain('detected above');
        expect(alarms(leap, tolerance)).not.toContain('detected above');
        expect(alarms(leap * 1.25 + 5, tolerance)).toContain('detected above');
        expect(alarms(-leap, tolerance)).toContain('detected below'); // the other side is as it was
      }),
      { numRuns: 30 },
    );
  });

  it('ends an anomaly that is under way', () => {
    const state = new DetectorState();
    const seen: string[] = [];
    for (let i = 0; i < 150; i++) {
      const profile = i > 130 ? { ...GENERIC, tolerance: { above: 100, below: 0, unusual: 0 } } : GENERIC;
      const { transition } = observe(state, 1_700_000_000_000 + i * 60_000, i < 120 ? 10 + Math.sin(i * 12.9898) : 60, profile);
      if (transition) seen.push(`${i < 131 ? 'before' : 'after'} ${transition.type}`);
    }
    expect(seen).toEqual(expect.arrayContaining(['before detected', 'after cleared']));
    expect(seen).not.toContain('after detected');
  });
});
