import { type Anomaly, type Incident, severityRank } from '@cloudops/contracts';
import { decideFired, decideResolved } from './alerts/decide-alert.ts';
import { sameStory } from './causes/same-story.ts';
import type { IncidentCommand } from './incident-command.ts';
import type { IncidentEvent, Verdict } from './incident-event.ts';
import { MAX_ANOMALIES } from './most-parts.ts';
import { judged } from './people/judged.ts';
import { decideAction } from './people/decide-action.ts';
import { wakeIfDue, wakeIfWorse } from './people/wake.ts';
import { qualify } from './qualify.ts';
import { silenceReason } from './silences/silenced-by.ts';
import { quietPeriod } from './quiet-period.ts';

/**
 * What an entity's incident (its open one, or none) makes of a command. Pure; deciding the same again changes nothing.
 * One anomaly alone informs; see `qualify` for what opens an incident; an alert opens one itself. It is over when every anomaly has
 * cleared, no alert fires, and all stayed so for the quiet period.
 */
export function decide(command: IncidentCommand, incident: Incident | undefined): Verdict {
  if (command.type === 'person-acts') return decideAction(command, incident);
  if (command.type === 'anomaly-judged') return judged(command, incident);
  if (command.type === 'time-passed') return closeIfQuiet(command.at, command.quietMs, incident);
  if (command.type === 'anomaly-cleared') return clear(command.anomaly, command.at, incident);
  if (command.type === 'alert-fired') return decideFired(command, incident);
  if (command.type === 'alert-resolved') return decideResolved(command.alert, command.at, incident);
  if (command.type === 'surroundings-seen') return reconsider(command, incident);
  // what is in an incident already stays in it
  if (command.silence && !incident?.anomalies.some((a) => a.id === command.anomaly.id)) return nothing(silenceReason(command.silence));
  if (!incident || incident.state === 'resolved') {
    const { opens, anomalies, reason } = qualify(command);
    return opens ? one({ type: 'opened', kind: 'anomaly', anomalies, alerts: [], at: command.at, reason }) : nothing(reason);
  }
  const { severity } = command.anomaly;
  return wakeIfWorse(incident, severity, `it is ${severity} now`, extend(command.anomaly, command.at, incident));
}

function extend(anomaly: Anomaly, at: string, incident: Incident): Verdict {
  const known = incident.anomalies.find((a) => a.id === anomaly.id);
  if (known?.clearedAt) return nothing('already-cleared');
  if (known) {
    if (severityRank(anomaly.severity) <= severityRank(known.severity)) return nothing('no-worse');
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
  if (incident.anomalies.some((a) => a.clearedAt === null)) return wakeIfDue(incident, at) ?? nothing('still-anomalous');
  if (incident.alerts.some((a) => a.state === 'firing')) return wakeIfDue(incident, at) ?? nothing('still-firing');
  const quiet = quietPeriod(incident, quietMs);
  const since = Math.max(...incident.anomalies.map((a) => Date.parse(a.clearedAt!)), Date.parse(incident.updatedAt));
  if (Date.parse(at) - since < quiet) return nothing('not-quiet-for-long-enough');
  const over = incident.alerts.length === 0 ? 'every anomaly has cleared' : 'every anomaly has cleared, no alert fires';
  return one({ type: 'resolved', at, reason: `${over} and nothing stirred for ${Math.round(quiet / 1000)} s` });
}

/** Only what changes the story is told: another order of suspects, another argument, another incident beside this one. */
function reconsider(
  { related, causes, at }: Extract<IncidentCommand, { type: 'surroundings-seen' }>,
  incident: Incident | undefined,
): Verdict {
  if (incident?.state !== 'open') return nothing('no-open-incident');
  const company = related.filter((r) => !incident.related.some((known) => known.id === r.id));
  if (company.length === 0 && related.length === incident.related.length && sameStory(incident.causes, causes))
    return nothing('same-story');
  const reason = company.length > 0 ? `beside it: ${company.map((r) => r.title).join(', ')}` : 'more is known around it';
  return one({ type: 'reconsidered', related, causes, at, reason });
}

const one = (event: IncidentEvent): Verdict => ({ events: [event], reason: event.reason });
const nothing = (reason: string): Verdict => ({ events: [], reason });
