import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { anAnomaly, anEntity, aSeries } from '@cloudops/testing';
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

  describe('with surroundings', () => {
    const [web, db] = [anEntity({ id: 'web' }), anEntity({ id: 'db', kind: 'database' })];
    const slow = [anAnomaly({ id: 'w', entity: web, onsetAt: at(1) }), anAnomaly({ id: 'd', entity: db, onsetAt: at(4) })];
    const calls = [{ caller: web, callee: db }];

    it('follows calls to what explains the symptom, and says so', () => {
      expect(rankCauses(slow).map((c) => c.anomalyId)).toEqual(['w', 'd']);
      const causes = rankCauses(slow, { symptom: web, calls, changes: [] });
      expect(causes.map((c) => c.anomalyId)).toEqual(['d', 'w']);
      expect(causes[0]!.evidence).toMatchObject([
        { type: 'left-band', since: at(4), lateMs: 3000, timesNormal: 4.2 },
        { type: 'called-by', caller: 'test/workload/web', callee: 'test/database/db', share: 1 },
      ]);
      expect(causes[0]!.reason).toBe(
        'left its band 3 s after the first, 4.2 times as far out as is normal; 100 % of its blame came from test/workload/web, which calls it',
      );
    });
    it('does not dismiss what no known call reaches', () => {
      const stranger = anAnomaly({ id: 's', entity: anEntity({ id: 'stranger' }), onsetAt: at(1), anomaly_score: 50 });
      const causes = rankCauses([...slow, stranger], { symptom: web, calls, changes: [] });
      expect(causes.map((c) => c.anomalyId)).toEqual(['d', 's', 'w']);
      expect(causes[1]!.score).toBeCloseTo(0.1 * rankCauses([stranger])[0]!.score);
    });
    it('changes nothing where no calls and no changes are known', () => {
      expect(rankCauses(slow, { symptom: web, calls: [], changes: [] })).toEqual(rankCauses(slow));
    });
    it('suspects what was changed shortly before, not what is changed after', () => {
      const change = (entity: typeof web, seconds: number) => ({ entity, at: at(seconds), what: 'deployed v2' });
      const causes = rankCauses(slow, { symptom: web, calls: [], changes: [change(db, -60), change(web, 2), change(web, -3600)] });
      expect(causes.map((c) => c.anomalyId)).toEqual(['d', 'w']);
      expect(causes[0]!.evidence[1]).toEqual({ type: 'changed', what: 'deployed v2', at: at(-60), beforeMs: 64_000 });
      expect(causes[1]!.evidence).toHaveLength(1);
    });
  });
});
