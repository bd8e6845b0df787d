import { anomaliesTool } from '../../tools/anomalies-tool.ts';
import { incidentsTool } from '../../tools/incidents-tool.ts';
import { describeAnomaly } from '../../wording/describe-anomaly.ts';
import { describeIncident } from '../../wording/describe-incident.ts';
import { bullets, cite, meantEntity, type Reply } from './reply.ts';

const since = (minutes: number | undefined, now: Date): number => (minutes === undefined ? 0 : now.getTime() - minutes * 60_000);
const during = (minutes: number | undefined): string => (minutes === undefined ? '' : ` in the last ${minutes} minutes`);

export const anomaliesReply: Reply = async (intent, tools) => {
  const entity = await meantEntity(intent, tools);
  const used = await tools.use(anomaliesTool, {
    ...(intent.current ? { open: true } : {}),
    ...(entity === undefined ? {} : { entity: entity.id }),
    limit: intent.count ?? (intent.minutes === undefined ? 5 : 20),
  });
  const anomalies = used.data.anomalies.filter((a) => Date.parse(a.detectedAt) >= since(intent.minutes, tools.now));
  const whose = entity === undefined ? '' : ` of ${entity.id}`;
  if (anomalies.length === 0)
    return `There are no ${intent.current ? 'open ' : ''}anomalies${whose}${during(intent.minutes)}. ${cite(used)}`;
  const open = anomalies.filter((a) => a.clearedAt === null).length;
  const head = `${anomalies.length} anomal${anomalies.length === 1 ? 'y' : 'ies'}${whose}${during(intent.minutes)}, newest first; ${open} still open: ${cite(used)}`;
  return `${head}\n${bullets(anomalies.map((a) => describeAnomaly(a, tools.now)))}`;
};

export const incidentsReply: Reply = async (intent, tools) => {
  const entity = await meantEntity(intent, tools);
  const used = await tools.use(incidentsTool, {
    ...(intent.current ? { state: 'open' as const } : {}),
    ...(entity === undefined ? {} : { entity: entity.id }),
    limit: intent.count ?? (intent.minutes === undefined ? 5 : 20),
  });
  const incidents = used.data.incidents.filter((i) => Date.parse(i.openedAt) >= since(intent.minutes, tools.now));
  const whose = entity === undefined ? '' : ` of ${entity.id}`;
  if (incidents.length === 0)
    return `There are no ${intent.current ? 'open ' : ''}incidents${whose}${during(intent.minutes)}. ${cite(used)}`;
  const head = `${incidents.length} incident${incidents.length === 1 ? '' : 's'}${whose}${during(intent.minutes)}, newest first: ${cite(used)}`;
  return `${head}\n${bullets(incidents.map((i) => describeIncident(i, tools.now)))}`;
};
