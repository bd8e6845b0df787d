import type { EntityRef, Incident } from '@cloudops/contracts';
import { anomaliesTool } from '../../tools/anomalies-tool.ts';
import { incidentTool } from '../../tools/incident-tool.ts';
import { incidentsTool } from '../../tools/incidents-tool.ts';
import type { Toolbox } from '../../tools/toolbox.ts';
import { describeAlert } from '../../wording/describe-alert.ts';
import { describeAnomaly, observedVersusExpected } from '../../wording/describe-anomaly.ts';
import { incidentOutcome } from '../../wording/describe-incident.ts';
import { ago, clock } from '../../wording/instants.ts';
import { bullets, cite, meantEntity, type Reply } from './reply.ts';
import { pickIncident } from './pick-incident.ts';

const MAX_SIGNALS = 6;

/** What broke, with observed and expected values, why it is an incident, and how it ended. */
export const happenedReply: Reply = async (intent, tools) => {
  const entity = await meantEntity(intent, tools);
  const incident = await incidentOf(entity, intent.minutes, tools);
  return incident === undefined ? noIncident(entity, tools) : tellIncident(incident, tools);
};

/** The incident that a story about `entity` (or about anything) is told of. */
export async function incidentOf(
  entity: EntityRef | undefined,
  minutes: number | undefined,
  tools: Toolbox,
): Promise<Incident | undefined> {
  const { data } = await tools.use(incidentsTool, { ...(entity === undefined ? {} : { entity: entity.id }), limit: 20 });
  const from = minutes === undefined ? 0 : tools.now.getTime() - minutes * 60_000;
  return pickIncident(data.incidents.filter((i) => Date.parse(i.resolvedAt ?? tools.now.toISOString()) >= from));
}

export async function tellIncident(found: Incident, tools: Toolbox): Promise<string> {
  const used = await tools.use(incidentTool, { id: found.id });
  const { incident } = used.data;
  const { now } = tools;
  const signals = incident.anomalies
    .slice(0, MAX_SIGNALS)
    .map((a) => `${a.entity.id === incident.entity.id ? '' : `${a.entity.id}: `}${observedVersusExpected(a)}`);
  const more = incident.anomalies.length - signals.length;
  const cause = [...incident.causes].sort((a, b) => a.rank - b.rank)[0];
  return [
    `The ${incident.entity.kind} ${incident.entity.id} had a ${incident.severity} incident: ${incident.title}. It began at ${clock(incident.onsetAt, now)} (${ago(incident.onsetAt, now)}), and the incident ${incidentOutcome(incident, now)}. ${cite(used)}`,
    `It became an incident because: ${incident.reason}.`.replace(/\.\.$/, '.'),
    ...(signals.length === 0 ? [] : [`Anomalous signals:\n${bullets([...signals, ...(more > 0 ? [`and ${more} more`] : [])])}`]),
    ...(incident.alerts.length === 0 ? [] : [`Alerts:\n${bullets(incident.alerts.slice(0, MAX_SIGNALS).map(describeAlert))}`]),
    ...(cause === undefined
      ? []
      : [`The likeliest cause is ${cause.metric} of ${cause.entity.id}: ${cause.reason}.`.replace(/\.\.$/, '.')]),
  ].join('\n');
}

async function noIncident(entity: EntityRef | undefined, tools: Toolbox): Promise<string> {
  const used = await tools.use(anomaliesTool, { ...(entity === undefined ? {} : { entity: entity.id }), limit: 5 });
  const whose = entity === undefined ? '' : ` of ${entity.id}`;
  if (used.data.anomalies.length === 0)
    return `Nothing happened that I know of: there are no incidents and no anomalies${whose}. ${cite(used)}`;
  return `There is no incident${whose}, only these anomalies: ${cite(used)}\n${bullets(used.data.anomalies.map((a) => describeAnomaly(a, tools.now)))}`;
}
