import type { Anomaly, Incident, Severity } from '@cloudops/contracts';
import type { IncidentCommand } from './incident-command.ts';
import type { IncidentEvent, Verdict } from './incident-event.ts';
import { qualify } from './qualify.ts';

/** More anomalies than this say nothing new about one incident. */
const MAX_ANOMALIES = 50;
const RANK: Record<Severity, number> = { low: 0, medium: 1, high: 2, critical: 3 };

/**
 * What an entity's incident (its open one, or none) makes of a command. Pure; deciding the same again changes nothing.
 * One anomaly alone informs; see `qualify` for what opens an incident. It is over when every anomaly has cleared and all
 * stayed clear for the quiet period.
 */
export function decide(command: IncidentCommand, incident: Incident | undefined): Verdict {
  if (command.type === 'time-passed') return closeIfQuiet(command.at, command.quietMs, incident);
  if (command.type === 'anomaly-cleared') return clear(command.anomaly, command.at, incident);
  if (!incident || incident.state === 'resolved') {
    const { opens, anomalies, reason } = qualify(command);
    return opens ? one({ type: 'opened', anomalies, at: command.at, reason }) : nothing(reason);
  }
  return extend(command.anomaly, command.at, incident);
}

function extend(anomaly: Anomaly, at: string, incident: Incident): Verdict {
  const known = incident.anomalies.find((a) => a.id === anomaly.id);
  if (known?.clearedAt) return nothing('already-cleared');
  if (known) {
    if (RANK[anomaly.severity] <= RANK[known.severity]) return nothing('no-worse');
    return one({ type: 'grew', anomaly, at, reason: `${anomaly.series.name} is now ${anomaly.severity}` });
  }
  if (anomaly.severity === 'low') return nothing('too-mild-to-join');
  if (incident.anomalies.length >= MAX_ANOMALIES) return nothing('incident-is-full');
  return one({ type: 'joined', anomaly, at, reason: `${anomaly.series.name} left its band too` });
}

function clear(anomaly: Anomaly, at: string, incident: Incident | undefined): Verdict {
  const known = incident?.anomalies.find((a) => a.id === anomaly.id);
  if (incident?.state !== 'open' || !known) return nothing('not-in-an-incident');
  if (known.clearedAt) return nothing('already-cleared');
  return one({ type: 'anomaly-cleared', anomaly, at, reason: anomaly.reason });
}

function closeIfQuiet(at: string, quietMs: number, incident: Incident | undefined): Verdict {
  if (incident?.state !== 'open') return nothing('no-open-incident');
  if (incident.anomalies.some((a) => a.clearedAt === null)) return nothing('still-anomalous');
  const since = Math.max(...incident.anomalies.map((a) => Date.parse(a.clearedAt!)), Date.parse(incident.updatedAt));
  if (Date.parse(at) - since < quietMs) return nothing('not-quiet-for-long-enough');
  return one({ type: 'resolved', at, reason: `every anomaly has cleared and nothing stirred for ${Math.round(quietMs / 1000)} s` });
}

const one = (event: IncidentEvent): Verdict => ({ events: [event], reason: event.reason });
const nothing = (reason: string): Verdict => ({ events: [], reason });
