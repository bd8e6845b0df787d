import type { Anomaly } from '@cloudops/contracts';
import { createHash } from 'node:crypto';
import { formatQuantity } from './format-quantity.ts';
import { severityReason } from './severity.ts';
import type { Transition } from './transition.ts';
import type { WatchedView } from './views-of.ts';

/** Same view, onset and kind, same id: a replay repeats ids, not events. */
export const anomalyId = (viewKey: string, onset: number, kind: Anomaly['kind']): string =>
  createHash('sha256').update(`${viewKey}|${onset}|${kind}`).digest('hex').slice(0, 32);

const instant = (ms: number): string => new Date(ms).toISOString();

/** The anomaly that a detector's transition tells of, as every other part of the system sees it. */
export function detectedAnomaly(watched: WatchedView, t: Transition): Anomaly {
  const { series, view, profile } = watched;
  return {
    id: anomalyId(watched.key, t.onset, t.kind),
    kind: t.kind,
    series,
    view,
    entity: series.entity,
    signal: profile.signal,
    onsetAt: instant(t.onset),
    detectedAt: instant(t.at),
    clearedAt: t.type === 'cleared' ? instant(t.at) : null,
    value: t.value,
    band: t.band,
    anomaly_score: t.score,
    severity: t.severity,
    reason: t.type === 'cleared' ? clearedReason(watched, t) : openReason(watched, t),
    severityReason: whySevere(watched, t),
    carriedBy: t.parts ? [...t.parts] : [{ what: 'how far it is from its band', share: 1 }],
  };
}

const whySevere = ({ profile }: WatchedView, t: Transition): string =>
  t.kind === 'unusual'
    ? `${t.severity}: what is rare is not yet bad; only a band says which side hurts`
    : severityReason(t.severity, t.score, t.value, t.kind === 'above' ? 1 : -1, profile);

function openReason({ series, profile }: WatchedView, t: Transition): string {
  const show = (x: number) => formatQuantity(x, profile.unit);
  if (t.kind === 'unusual')
    return `${capital(profile.title)} of ${series.entity.id} (${series.name}) takes a course unlike any before, at ${show(t.value)}, since ${instant(t.onset)}`;
  const limits = `${show(t.band.yhat_lower)} to ${show(t.band.yhat_upper)}`;
  return `${capital(profile.title)} of ${series.entity.id} (${series.name}) is ${show(t.value)}, ${t.kind} the expected ${limits}, since ${instant(t.onset)}`;
}

function clearedReason({ series, profile }: WatchedView, t: Transition): string {
  const what = `${capital(profile.title)} of ${series.entity.id} (${series.name})`;
  if (t.cause === 'stale') return `${what} stopped reporting at ${instant(t.at)}; whether it recovered is not known`;
  if (t.cause === 'new-normal')
    return `${what} stayed ${t.kind} its band for so long that ${formatQuantity(t.value, profile.unit)} is accepted as the new normal`;
  return `${what} is back at ${formatQuantity(t.value, profile.unit)} since ${instant(t.at)}`;
}

const capital = (text: string): string => text.slice(0, 1).toUpperCase() + text.slice(1);
