import { DomainError, type Incident } from '@cloudops/contracts';
import type { IncidentEvent } from '../incident-event.ts';
import { MAX_ALERTS, MAX_ANOMALIES } from '../most-parts.ts';
import { named, refuseUnlessOpen, type Reshaping } from './reshaping.ts';
import { wakeIfWorse } from './wake.ts';

export interface Merge extends Reshaping {
  /** Will be over. */
  readonly source: Incident;
  /** Takes over what is in the other one. */
  readonly target: Incident;
}

/** What becomes of both, and why. */
export interface MergeVerdict {
  readonly source: readonly IncidentEvent[];
  readonly target: readonly IncidentEvent[];
  readonly reason: string;
}

/**
 * A person says that two incidents are one trouble. Everything in the one moves to the other, whose acknowledgement, assignee and snooze
 * stay as they are; a snooze ends when what comes is worse than what was there.
 * @throws DomainError `invalid` when both are the same or of different environments, `conflict` when one is over or both together are too large.
 */
export function decideMerge({ source, target, by, reason: why, at }: Merge): MergeVerdict {
  if (source.id === target.id) {
    throw new DomainError('invalid', 'merge-with-itself', `Incident ${source.id} cannot be merged into itself`, { field: 'into' });
  }
  refuseUnlessOpen(source, 'id');
  refuseUnlessOpen(target, 'into');
  if (source.entity.environment !== target.entity.environment) {
    const message = `Incident ${source.id} is of ${source.entity.environment}, ${target.id} of ${target.entity.environment}: what is done about one must not reach the other`;
    throw new DomainError('invalid', 'merge-across-environments', message, { field: 'into' });
  }
  refuseUnlessRoom(source, target);
  const reason = `${by} merged ${named(source)} into ${named(target)}: ${why}`;
  const took: IncidentEvent = { type: 'took-over', from: source, by, why, at, reason };
  const { events } = wakeIfWorse(target, source.severity, `what was merged into it is ${source.severity}`, { events: [took], reason });
  return { source: [{ type: 'merged', into: { id: target.id, title: target.title }, by, why, at, reason }], target: events, reason };
}

/** Nothing may be lost, so what does not fit is not merged. */
function refuseUnlessRoom(source: Incident, target: Incident): void {
  const anomalies = source.anomalies.length + target.anomalies.length;
  const alerts = source.alerts.length + target.alerts.length;
  if (anomalies <= MAX_ANOMALIES && alerts <= MAX_ALERTS) return;
  const message = `Together they would have ${anomalies} anomalies and ${alerts} alerts; one incident holds ${MAX_ANOMALIES} and ${MAX_ALERTS} at most`;
  throw new DomainError('conflict', 'incident-full', message, { field: 'into' });
}
