import type { Incident } from '@cloudops/contracts';
import { remediationTool } from '../../tools/remediation-tool.ts';
import { remediationsTool } from '../../tools/remediations-tool.ts';
import type { Toolbox } from '../../tools/toolbox.ts';
import { approval, deed, verification } from '../../wording/describe-remediation.ts';
import { incidentOutcome } from '../../wording/describe-incident.ts';
import { incidentOf, tellIncident } from './happened.ts';
import { pickRemediation } from './pick-incident.ts';
import { cite, meantEntity, type Reply } from './reply.ts';

/** What was done about it, by whose approval, and whether that worked. */
export const doneReply: Reply = async (intent, tools) => {
  const entity = await meantEntity(intent, tools);
  const incident = await incidentOf(entity, intent.minutes, tools);
  if (incident === undefined)
    return `Nothing was done${entity === undefined ? '' : ` about ${entity.id}`}: there is no incident that called for it.`;
  return tellDeed(incident, tools);
};

export const happenedAndDoneReply: Reply = async (intent, tools) => {
  const entity = await meantEntity(intent, tools);
  const incident = await incidentOf(entity, intent.minutes, tools);
  if (incident === undefined)
    return `Nothing happened that I know of${entity === undefined ? '' : ` to ${entity.id}`}: there is no incident, and nothing was done.`;
  return `${await tellIncident(incident, tools)}\n${await tellDeed(incident, tools)}`;
};

async function tellDeed(incident: Incident, tools: Toolbox): Promise<string> {
  const listed = await tools.use(remediationsTool, { incidentId: incident.id, limit: 20 });
  const picked = pickRemediation(listed.data.remediations);
  const outcome = `The incident ${incidentOutcome(incident, tools.now)}.`;
  if (picked === undefined)
    return `I did nothing about "${incident.title}" of ${incident.entity.id}: no runbook was proposed for it. ${outcome} ${cite(listed)}`;
  const used = await tools.use(remediationTool, { id: picked.id });
  const { remediation: r, audit } = used.data;
  const others = listed.data.remediations.length - 1;
  const proof =
    audit === undefined
      ? ''
      : ` The audit holds ${audit.rows.length} row${audit.rows.length === 1 ? '' : 's'} of it, and its chain is ${audit.intact ? 'intact' : 'BROKEN'}.`;
  return [
    `${deed(r, tools.now)}, by runbook ${r.runbook.id} (${r.action.kind}), ${approval(r)}. ${cite(used)}`,
    `${verification(r, tools.now)} ${outcome}${proof} ${cite(used)}`,
    ...(others > 0 ? [`${others} other remediation${others === 1 ? ' was' : 's were'} considered for this incident. ${cite(listed)}`] : []),
  ].join('\n');
}
