import { type Anomaly, entityKey, type Incident, isWithin, type NewSilence, type SilencePreview } from '@cloudops/contracts';
import { compileMatchers } from '@cloudops/domain-series';
import { matching } from './silenced-by.ts';

const SHOWN = 100;
/** A series that nobody has: what matches it matches everything that is not named. */
const NOBODY = { name: 'a_metric_that_nobody_has', labels: { job: 'nobody' } };

/** What happened in the days that the preview is about, newest first; anomalies with what decides about them. */
export interface Past {
  readonly days: number;
  readonly anomalies: readonly Pick<Anomaly, 'id' | 'series' | 'entity' | 'detectedAt' | 'reason'>[];
  readonly incidents: readonly Incident[];
}

/**
 * What a silence would have hidden: a weekly one in its hours, another one at any time of the past days. An incident would not have opened
 * when every anomaly of it is hidden and no alert belongs to it; it would have been smaller when some are.
 */
export function previewSilence(
  { matchers, weekly }: Pick<NewSilence, 'matchers' | 'weekly'>,
  { days, anomalies, incidents }: Past,
): SilencePreview {
  const predicate = compileMatchers(matchers);
  const matches = matching(predicate);
  const hides = (a: Past['anomalies'][number]): boolean => (weekly === null || isWithin(weekly, Date.parse(a.detectedAt))) && matches(a);
  const hidden = anomalies.filter(hides);
  const touched = incidents.flatMap((incident) => {
    const count = incident.anomalies.filter(hides).length;
    const whole = count === incident.anomalies.length && (incident.alerts ?? []).length === 0;
    return count === 0 ? [] : [{ incident, effect: whole ? ('hidden' as const) : ('smaller' as const) }];
  });
  const gone = touched.filter((t) => t.effect === 'hidden').length;
  return {
    days,
    anomalies: {
      total: anomalies.length,
      hidden: hidden.length,
      newest: hidden.slice(0, SHOWN).map(({ id, entity, series, detectedAt, reason }) => ({
        ...{ id, entity: entityKey(entity), metric: series.name, detectedAt, reason },
      })),
    },
    incidents: {
      total: incidents.length,
      hidden: gone,
      newest: touched
        .slice(0, SHOWN)
        .map(({ incident: { id, title, severity, openedAt }, effect }) => ({ id, title, severity, openedAt, effect })),
    },
    warnings: [
      ...(predicate(NOBODY.name, NOBODY.labels) ? ['It names nothing: every anomaly of every entity matches it.'] : []),
      ...(hidden.length > 0 && hidden.length === anomalies.length ? [`It would have hidden every anomaly of the past ${days} days.`] : []),
      ...(gone > 0 && gone === incidents.length ? [`It would have hidden every incident of the past ${days} days.`] : []),
      ...(hidden.length === 0 ? [`Nothing of the past ${days} days matches it; check the names.`] : []),
    ],
  };
}
