import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { anAnomaly, aSeries } from '@cloudops/testing';
import { rankCauses } from './rank-causes.ts';

const at = (seconds: number): string => new Date(Date.UTC(2026, 0, 15, 12, 0, seconds)).toISOString();

describe('rankCauses', () => {
  it('names a golden signal before its side effects', () => {
    const latency = anAnomaly({
      id: 'l',
      signal: 'latency',
      series: aSeries({ name: 'http_request_duration_seconds_sum' }),
      onsetAt: at(3),
      anomaly_score: 17,
    });
    const handles = anAnomaly({
      id: 'h',
      signal: 'other',
      series: aSeries({ name: 'nodejs_active_handles' }),
      onsetAt: at(3),
      anomaly_score: 17,
    });
    expect(rankCauses([handles, latency]).map((c) => c.metric)).toEqual(['http_request_duration_seconds_sum', 'nodejs_active_handles']);
  });

  it('does not depend on the order of arrival', () => {
    const anomaly = fc.record({ id: fc.uuid(), late: fc.nat(300), score: fc.double({ min: 1, max: 100, noNaN: true }) });
    fc.assert(
      fc.property(fc.uniqueArray(anomaly, { minLength: 1, maxLength: 20, selector: (a) => a.id }), (list) => {
        const anomalies = list.map(({ id, late, score }) => anAnomaly({ id, onsetAt: at(late), anomaly_score: score }));
        expect(rankCauses(anomalies.toReversed())).toEqual(rankCauses(anomalies));
      }),
    );
  });
});
