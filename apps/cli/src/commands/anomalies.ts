import { ExplainAnomaly, ListAnomalies, type ResponseData } from '@cloudops/contracts';
import { plain, table } from '../terminal.ts';
import { type Session, show } from './command.ts';

/** `cloudops anomalies [id]` */
export async function anomalies(session: Session, id: string | undefined, query: { open?: boolean; limit?: string }): Promise<void> {
  if (id !== undefined) {
    return show(session, await session.api.get(`/api/v1/anomalies/${encodeURIComponent(id)}`, ExplainAnomaly.response), renderOne);
  }
  const { open, limit } = query;
  show(session, await session.api.get('/api/v1/anomalies', ListAnomalies.response, { open: open ? 'true' : undefined, limit }), (data) =>
    data.anomalies.length === 0
      ? 'No anomalies.'
      : table(data.anomalies.map((a) => [a.id, a.clearedAt === null ? 'open' : 'cleared', a.severity, a.onsetAt, plain(a.reason)])),
  );
}

function renderOne({ anomaly, rarity, samples, similar, links }: ResponseData<typeof ExplainAnomaly>): string {
  const parts = anomaly.carriedBy.map(({ what, share }) => `${plain(what)} (${Math.round(100 * share)} %)`);
  return [
    plain(anomaly.reason),
    '',
    table([
      ['How rare', plain(rarity.text)],
      ['Severity', plain(anomaly.severityReason || anomaly.severity)],
      ['Carried by', parts.length === 0 ? 'not known' : parts.join('; ')],
      ['Samples', plain(samples.text)],
      ['Query', plain(links.query)],
      ...(links.grafana === null ? [] : [['Grafana', plain(links.grafana)]]),
    ]),
    '',
    similar.length === 0 ? 'Nothing like it is known.' : 'Like it before',
    ...similar.map(
      (s) => `  ${s.onsetAt}  ${s.id}  ${plain(s.text)}${s.incidentId === null ? '' : `; part of incident ${plain(s.incidentId)}`}`,
    ),
  ].join('\n');
}
