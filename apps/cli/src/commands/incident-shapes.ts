import { MergeIncidents, type ResponseData, SplitIncident } from '@cloudops/contracts';
import { plain } from '../terminal.ts';
import { type Session, show } from './command.ts';
import { seenIncident } from './seen-incident.ts';

/** `cloudops incidents merge ID INTO`. */
export async function merge(session: Session, id: string, into: string, reason: string): Promise<void> {
  const { path, headers } = await seenIncident(session, id);
  show(session, await session.api.post(`${path}/merge`, { into, reason }, MergeIncidents.response, headers), describe);
}

/** `cloudops incidents split ID`: anomalies by their ids, alerts by their fingerprints. */
export async function split(
  session: Session,
  id: string,
  { anomaly = [], alert = [], reason }: { anomaly?: string[]; alert?: string[]; reason: string },
): Promise<void> {
  const { path, headers } = await seenIncident(session, id);
  const wish = { anomalies: anomaly, alerts: alert, reason };
  show(session, await session.api.post(`${path}/split`, wish, SplitIncident.response, headers), (done) =>
    [describe(done), `${done.split.id}: ${plain(done.split.title)}, ${done.split.severity}`].join('\n'),
  );
}

const describe = ({ incident, reason }: Pick<ResponseData<typeof MergeIncidents>, 'incident' | 'reason'>): string =>
  `${plain(reason)}\n${incident.id}: ${plain(incident.title)}, ${incident.severity}`;
