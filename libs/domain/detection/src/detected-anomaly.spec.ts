import { describe, expect, it } from '@jest/globals';
import { Anomaly } from '@cloudops/contracts';
import { anomalyId, detectedAnomaly } from './detected-anomaly.ts';
import { formatQuantity } from './format-quantity.ts';
import { severityOf, severityReason } from './severity.ts';
import { GENERIC, profileOf } from './signal-profile.ts';
import type { Transition } from './transition.ts';
import { viewsOf } from './views-of.ts';

const [cpu] = viewsOf([
  {
    id: '00000000000000a1',
    name: 'process_cpu_seconds_total',
    labels: {},
    type: 'counter',
    entity: { environment: 'test', kind: 'workload', id: 'web' },
    source: 'scrape:web',
  },
]);
const transition: Transition = {
  type: 'detected',
  kind: 'above',
  onset: 1_700_000_000_000,
  at: 1_700_000_005_000,
  value: 0.9,
  band: { yhat: 0.02, yhat_lower: 0, yhat_upper: 0.14 },
  score: 7.3,
  severity: 'high',
  sustained: false,
  cause: 'left-band',
};

describe('detectedAnomaly', () => {
  it('satisfies the contract and says what a person needs', () => {
    const anomaly = Anomaly.parse(detectedAnomaly(cpu!, transition));
    expect(anomaly).toMatchObject({ signal: 'saturation', onsetAt: '2023-11-14T22:13:20.000Z', clearedAt: null, anomaly_score: 7.3 });
    expect(anomaly.reason).toBe(
      'CPU of web (process_cpu_seconds_total) is 90% of a core, above the expected 0% of a core to 14% of a core, since 2023-11-14T22:13:20.000Z',
    );
  });

  it('has one id from detection to the end', () => {
    const ids = (['detected', 'grew', 'cleared'] as const).map(
      (type, i) => detectedAnomaly(cpu!, { ...transition, type, at: transition.at + i }).id,
    );
    expect(new Set(ids)).toEqual(new Set([anomalyId(cpu!.key, transition.onset, 'above')]));
    expect(anomalyId(cpu!.key, transition.onset, 'below')).not.toBe(ids[0]);
  });

  it('never calls silence a recovery', () => {
    expect(detectedAnomaly(cpu!, { ...transition, type: 'cleared', cause: 'stale' }).reason).toContain('whether it recovered is not known');
  });
});

describe('why it is so severe', () => {
  const reason = (profile: Parameters<typeof severityReason>[4], score: number, value: number, side: 1 | -1 = 1) =>
    severityReason(severityOf(score, value, side, profile), score, value, side, profile);
  const cpuProfile = profileOf('process_cpu_seconds_total', {}, 'rate');

  it('names the steps, the cap, the harmless side and the level of impact', () => {
    expect(reason(cpuProfile, 4.16, 0.9)).toBe(
      'high: 4.2 times as far from what was expected as its band is wide to that side; medium from 1.8, high from 3, critical from 8',
    );
    expect(reason(GENERIC, 90, 0.9)).toBe(
      'medium, the most that is said of value: 90 times as far from what was expected as its band is wide to that side',
    );
    expect(reason(cpuProfile, 9, 0, -1)).toBe('low: to this side it does no harm');
    expect(reason(cpuProfile, 9, 0.2)).toBe('low: CPU does harm only above 25% of a core');
  });

  it('comes with the anomaly, with what carried its score', () => {
    expect(detectedAnomaly(cpu!, transition)).toMatchObject({
      severityReason: expect.stringMatching(/^high: 7.3 times/),
      carriedBy: [{ what: 'how far it is from its band', share: 1 }],
    });
    const parts = [{ what: 'x', share: 1 }];
    expect(detectedAnomaly(cpu!, { ...transition, kind: 'unusual', severity: 'low', parts })).toMatchObject({
      severityReason: expect.stringMatching(/^low: what is rare is not yet bad/),
      carriedBy: parts,
    });
  });
});

describe('severityOf', () => {
  it('grows with the score, up to what the signal can be', () => {
    const memory = profileOf('process_resident_memory_bytes', {}, 'value');
    expect([1.2, 2, 4, 9].map((s) => severityOf(s, 1e9, 1, memory))).toEqual(['low', 'medium', 'high', 'critical']);
    expect(severityOf(1e6, 1, 1, GENERIC)).toBe('medium');
  });

  it('is low on the harmless side and below the level of impact', () => {
    const cpu = profileOf('process_cpu_seconds_total', {}, 'rate');
    expect(severityOf(9, 0.9, 1, cpu)).toBe('critical');
    expect(severityOf(9, 0.2, 1, cpu)).toBe('low');
    expect(severityOf(9, 0.9, -1, cpu)).toBe('low');
  });
});

describe('formatQuantity', () => {
  it.each([
    [80_500_000, 'bytes', '80.5 MB'],
    [0.2514, 'seconds', '251 ms'],
    [0, 'seconds', '0 s'],
    [12.34, 'per second', '12.3/s'],
    [1e12, 'number', '1.00e+12'],
  ] as const)('%d %s is %s', (value, unit, text) => expect(formatQuantity(value, unit)).toBe(text));
});
