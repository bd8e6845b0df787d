import { type Anomaly, selectorText, type Silence } from '@cloudops/contracts';
import { compileMatchers, type SeriesPredicate } from '@cloudops/domain-series';
import { silenceState } from './silence-state.ts';

/** What a silence may be about: an anomaly, or an alert as the series of its name and labels. */
export interface Silenceable extends Pick<Anomaly, 'entity'> {
  readonly series: Pick<Anomaly['series'], 'name' | 'labels'>;
}

/** A silence that is ready to be asked. */
export interface Silencing {
  readonly silence: Silence;
  readonly matches: (about: Silenceable) => boolean;
}

/** @throws DomainError `invalid` when an expression of its matchers does not compile. */
export function silencing(silence: Silence): Silencing {
  return { silence, matches: matching(compileMatchers(silence.matchers)) };
}

/** Whether a predicate of series holds for an anomaly; what the anomaly is about wins over labels of the same names. */
export const matching =
  (predicate: SeriesPredicate) =>
  ({ series, entity }: Silenceable): boolean =>
    predicate(series.name, {
      ...series.labels,
      entity: entity.id,
      entity_kind: entity.kind,
      entity_environment: entity.environment,
    });

/** The silence that holds for an anomaly at a time, the oldest where there are several. @param time ms. */
export const silencedBy = (silencings: readonly Silencing[], anomaly: Silenceable, time: number): Silence | undefined =>
  silencings
    .filter(({ silence, matches }) => silenceState(silence, time) === 'active' && matches(anomaly))
    .map(({ silence }) => silence)
    .sort((a, b) => (a.createdAt < b.createdAt || (a.createdAt === b.createdAt && a.id < b.id) ? -1 : 1))[0];

/** Why an anomaly opens no incident and joins none. */
export const silenceReason = ({ id, createdBy, comment, matchers }: Silence): string =>
  `recorded only: silence ${id} of ${createdBy} holds for ${selectorText(matchers)} (${comment})`;
