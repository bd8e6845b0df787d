import { GetIncident, type Incident, ListIncidents, type ResponseData } from '@cloudops/contracts';
import { plain, table } from '../terminal.ts';
import { type Session, show } from './command.ts';

/** `cloudops incidents [id]` */
export async function incidents(session: Session, id: string | undefined, query: { state?: string; limit?: string }): Promise<void> {
  if (id !== undefined) {
    show(session, await session.api.get(`/api/v1/incidents/${encodeURIComponent(id)}`, GetIncident.response), renderOne);
  } else {
    show(session, await session.api.get('/api/v1/incidents', ListIncidents.response, query), (data) =>
      data.incidents.length === 0 ? 'No incidents.' : incidentLines(data.incidents),
    );
  }
}

export const incidentLines = (list: readonly Incident[]): string =>
  table(list.map((i) => [i.id, i.state, i.severity, i.openedAt, plain(i.title)]));

function renderOne({ incident, timeline }: ResponseData<typeof GetIncident>): string {
  return [
    plain(incident.title),
    `${incident.state}, ${incident.severity}, since ${incident.onsetAt}: ${plain(incident.reason)}`,
    ...(incident.mergedInto === null ? [] : [`merged into ${incident.mergedInto}`]),
    ...(incident.splitFrom === null ? [] : [`split off ${incident.splitFrom}`]),
    '',
    'In it',
    ...incident.anomalies.map((a) => `  anomaly ${a.id}  ${a.severity}  ${plain(a.series.name)} of ${a.entity.kind} ${a.entity.id}`),
    ...incident.alerts.map((a) => `  alert ${plain(a.fingerprint)}  ${a.severity}  ${plain(a.name)} of ${a.entity.kind} ${a.entity.id}`),
    '',
    'Likely causes',
    ...incident.causes.map((c) => `  ${c.rank}. ${plain(c.metric)} of ${c.entity.kind} ${c.entity.id}: ${plain(c.reason)}`),
    '',
    'Timeline',
    ...timeline.map((entry) => `  ${entry.at}  ${plain(entry.text)}`),
  ].join('\n');
}
