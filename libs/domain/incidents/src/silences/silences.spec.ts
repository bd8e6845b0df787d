import { describe, expect, it } from '@jest/globals';
import { type Incident, type Matcher, NewSilence, type Silence, SilencePreview } from '@cloudops/contracts';
import { anAnomaly, anEntity, anIncident, aSeries } from '@cloudops/testing';
import fc from 'fast-check';
import { decide } from '../decide.ts';
import type { IncidentCommand } from '../incident-command.ts';
import { planSilence } from './plan-silence.ts';
import { previewSilence } from './preview-silence.ts';
import { silenceState } from './silence-state.ts';
import { silencedBy, silencing } from './silenced-by.ts';

const AT = '2026-01-12T12:00:00.000Z';
const now = Date.parse(AT);
const web: Matcher = { label: 'entity', op: '=', value: 'web' };
const wish = (over: Partial<NewSilence> = {}): NewSilence =>
  NewSilence.parse({ matchers: [web], endsAt: '2026-01-12T14:00:00.000Z', comment: 'we deploy', ...over });
const planned = (over: Partial<NewSilence> = {}, id = 's1'): Silence => planSilence(wish(over), { id, by: 'ann', at: AT });
const weekly = { weekdays: ['mon'] as 'mon'[], from: '02:00', to: '04:00', timeZone: 'UTC' };

describe('a silence', () => {
  it('holds from its start to its end, a weekly one in its hours', () => {
    const states = (silence: Silence, ...times: string[]) => times.map((t) => silenceState(silence, Date.parse(t)));
    expect(states(planned({ startsAt: '2026-01-12T13:00:00.000Z' }), AT, '2026-01-12T13:00:00.000Z', '2026-01-12T14:00:00.000Z')).toEqual([
      ...['pending', 'active', 'expired'],
    ]);
    expect(states(planned({ weekly, endsAt: null }), AT, '2026-01-19T03:00:00.000Z', '2026-01-20T03:00:00.000Z')).toEqual([
      ...['pending', 'active', 'pending'],
    ]);
  });

  it.each<[string, Partial<NewSilence>, string]>([
    ['no end', { endsAt: null }, 'endsAt'],
    ['an end before its start', { startsAt: '2026-01-13T00:00:00.000Z' }, 'endsAt'],
    ['an end that is over', { startsAt: '2026-01-01T00:00:00.000Z', endsAt: '2026-01-02T00:00:00.000Z' }, 'endsAt'],
    ['two years', { endsAt: '2028-01-01T00:00:00.000Z' }, 'endsAt'],
    ['a broken expression', { matchers: [web, { label: 'job', op: '=~', value: '(' }] }, 'matchers[1].value'],
  ])('is refused with %s', (_, over, field) => {
    expect(() => planned(over)).toThrow(expect.objectContaining({ kind: 'invalid', field }));
  });

  it('knows entity, metric and labels, with the operators of selectors', () => {
    const anomaly = anAnomaly({ entity: anEntity({ id: 'web' }), series: aSeries({ labels: { job: 'shop', entity: 'a label' } }) });
    const by = (...matchers: Matcher[]) => silencedBy([silencing(planned({ matchers }))], anomaly, now)?.id;
    expect(by(web, { label: 'entity_kind', op: '=', value: 'workload' }, { label: 'entity_environment', op: '!=', value: 'prod' })).toBe(
      's1',
    );
    expect(by({ label: '__name__', op: '=~', value: 'process_.*' }, { label: 'job', op: '!~', value: 'x|y' })).toBe('s1');
    expect(by({ label: 'job', op: '=', value: 'bank' })).toBeUndefined();
    expect(silencedBy([silencing(planned())], anomaly, Date.parse('2026-01-12T14:00:00.000Z'))).toBeUndefined();
  });
});

describe('what is silenced', () => {
  const observed = (over: Partial<Extract<IncidentCommand, { type: 'anomaly-observed' }>> = {}): IncidentCommand => ({
    ...{ type: 'anomaly-observed', anomaly: anAnomaly(), sustained: true, others: [], previous: undefined, at: AT, silence: planned() },
    ...over,
  });

  it('opens nothing and joins nothing, and says why', () => {
    const reason = 'recorded only: silence s1 of ann holds for {entity="web"} (we deploy)';
    expect(decide(observed(), undefined)).toEqual({ events: [], reason });
    expect(decide(observed({ anomaly: anAnomaly({ id: 'other' }) }), anIncident())).toEqual({ events: [], reason });
  });

  it('but what is in an incident stays in it and may grow', () => {
    const known = decide(observed({ anomaly: anAnomaly({ severity: 'critical' }) }), anIncident());
    expect(known.events.map((e) => e.type)).toEqual(['grew']);
  });
});

describe('the preview', () => {
  const anomalies = ['web', 'db', 'web'].map((id, i) =>
    anAnomaly({ id: `a${i}`, entity: anEntity({ id }), detectedAt: `2026-01-1${i + 1}T03:00:00.000Z` }),
  );
  const incidents: Incident[] = [
    anIncident({ id: 'i1', anomalies: [anomalies[0]!] }),
    anIncident({ id: 'i2', anomalies: [anomalies[1]!, anomalies[2]!] }),
    anIncident({ id: 'i3', anomalies: [anomalies[1]!] }),
  ];
  const preview = (over: Partial<NewSilence> = {}) => previewSilence(wish(over), { days: 14, anomalies, incidents });

  it('lists anomalies and incidents that would have been hidden or smaller', () => {
    const found = SilencePreview.parse(preview());
    expect([found.anomalies.total, found.anomalies.hidden, found.incidents.total, found.incidents.hidden]).toEqual([3, 2, 3, 1]);
    expect(found.incidents.newest.map((i) => [i.id, i.effect])).toEqual([
      ['i1', 'hidden'],
      ['i2', 'smaller'],
    ]);
    expect(found.warnings).toEqual([]);
    expect(preview({ weekly, endsAt: null }).anomalies.hidden).toBe(0); // the 12th is the only Monday, and that was the database
  });

  it('warns of what hides everything, names nothing or matches nothing', () => {
    expect(preview({ matchers: [{ label: 'job', op: '!=', value: 'x' }] }).warnings).toHaveLength(3);
    expect(preview({ matchers: [{ label: 'entity', op: '=~', value: 'web|db' }] }).warnings).toEqual([
      'It would have hidden every anomaly of the past 14 days.',
      'It would have hidden every incident of the past 14 days.',
    ]);
    expect(preview({ matchers: [{ label: 'entity', op: '=', value: 'wbe' }] }).warnings).toEqual([
      'Nothing of the past 14 days matches it; check the names.',
    ]);
  });

  it('hides exactly what the silence would have hidden at the time', () => {
    const hour = fc.integer({ min: 0, max: 14 * 24 }).map((h) => new Date(now - h * 3_600_000).toISOString());
    fc.assert(
      fc.property(fc.array(hour, { maxLength: 20 }), fc.boolean(), (times, onMondays) => {
        const past = times.map((detectedAt, i) => anAnomaly({ id: `p${i}`, detectedAt }));
        const silence = { ...planned(onMondays ? { weekly, endsAt: null } : {}), endsAt: null, startsAt: '2020-01-01T00:00:00.000Z' };
        const hidden = past.filter((a) => silencedBy([silencing(silence)], a, Date.parse(a.detectedAt)));
        expect(previewSilence(silence, { days: 14, anomalies: past, incidents: [] }).anomalies.hidden).toBe(hidden.length);
      }),
    );
  });
});
