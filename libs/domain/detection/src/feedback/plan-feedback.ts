import { type Anomaly, type AnomalyFeedback, DomainError, entityKey, type NewFeedback } from '@cloudops/contracts';
import { viewKey } from '../views-of.ts';
import { toleranceOf } from './tolerance.ts';

/**
 * What a person's word about an anomaly comes to.
 * @throws DomainError `invalid` that names the field: hours without `expected`, `expected` without hours, or a tolerance asked for what
 * is scored as a whole.
 */
export function planFeedback(
  anomaly: Anomaly,
  { verdict, window, note }: NewFeedback,
  given: { id: string; by: string; at: string; effectiveAt: string },
): AnomalyFeedback {
  const wrong = (field: string, message: string): never => {
    throw new DomainError('invalid', 'feedback-invalid', message, { field });
  };
  if (verdict === 'expected' && window === null) wrong('window', 'When is it expected? Give weekdays, from, to and a time zone');
  if (verdict !== 'expected' && window !== null) wrong('window', 'Only what is expected has hours');
  if (verdict !== 'right' && anomaly.kind === 'together')
    wrong('verdict', 'Signals that are scored together have no tolerance of their own; say it of the anomaly of one signal');
  const tolerance = verdict === 'right' ? { above: 0, below: 0, unusual: 0 } : toleranceOf(anomaly);
  return {
    ...{ ...given, verdict, window, note, tolerance, anomalyId: anomaly.id },
    ...{ viewKey: viewKey(anomaly.view), entity: entityKey(anomaly.entity), metric: anomaly.series.name },
  };
}

/** Whether somebody has said the same already. */
export const saysTheSame = (known: AnomalyFeedback | undefined, { verdict, window }: NewFeedback): known is AnomalyFeedback =>
  known?.verdict === verdict && JSON.stringify(known.window) === JSON.stringify(window);
