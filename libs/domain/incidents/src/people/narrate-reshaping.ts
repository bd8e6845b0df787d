import type { Anomaly, Incident, IncidentAlert } from '@cloudops/contracts';
import type { IncidentEvent } from '../incident-event.ts';
import { named } from './reshaping.ts';

const SHOWN = 3;

/** A line of the timeline about incidents that became one, or one that became two: in both it says who did it and why. */
export function narrateReshaping(event: Extract<IncidentEvent, { type: 'took-over' | 'merged' | 'parted' }>): string {
  switch (event.type) {
    case 'took-over':
      return `${event.by} merged ${named(event.from)} into it, with ${parts(event.from)}: ${event.why}`;
    case 'merged':
      return `${event.by} merged it into ${named(event.into)}: ${event.why}`;
    case 'parted':
      return `${event.by} split ${parts(event.leaving)} off into incident ${event.into}: ${event.why}`;
  }
}

/** The first line of the timeline of what was split off. */
export const narrateSplit = (
  { incident, by, why }: NonNullable<Extract<IncidentEvent, { type: 'opened' }>['splitFrom']>,
  opened: Incident,
): string => `Incident opened: ${opened.title}, ${opened.severity}. ${by} split ${parts(opened)} off ${named(incident)}: ${why}`;

/** `cpu, load1, errors and 2 more` */
function parts({ anomalies, alerts }: { anomalies: readonly Anomaly[]; alerts: readonly IncidentAlert[] }): string {
  const names = [...anomalies.map((a) => a.series.name), ...alerts.map((a) => a.name)];
  const more = names.length - SHOWN;
  return `${names.slice(0, SHOWN).join(', ')}${more > 0 ? ` and ${more} more` : ''}`;
}
