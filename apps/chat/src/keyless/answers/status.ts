import { statusTool } from '../../tools/status-tool.ts';
import { describeAnomaly } from '../../wording/describe-anomaly.ts';
import { describeIncident } from '../../wording/describe-incident.ts';
import { quantity } from '../../wording/quantity.ts';
import { bullets, cite, type Reply } from './reply.ts';

const MAX_LISTED = 5;

export const statusReply: Reply = async (intent, tools) => {
  const used = await tools.use(statusTool, {});
  const { services, host, incidents, anomalies, detectors } = used.data;
  const down = services.filter((s) => !s.ready && (intent.service === undefined || s.name === intent.service));
  const calm = down.length === 0 && incidents?.length === 0 && anomalies?.length === 0;
  const paragraphs = [
    `${calm ? 'Everything looks fine' : 'Not everything is fine'}: ${used.evidence.summary}. ${cite(used)}`,
    ...down.map((s) => `The ${s.name} service is not ready: ${s.message}.`),
  ];
  if (intent.service !== undefined && down.length === 0) paragraphs.push(`The ${intent.service} service is ready.`);
  if (host.length > 0)
    paragraphs.push(`${host.map((r) => `${r.recipe.title} of ${r.entity.id} is ${quantity(r.value, r.recipe.unit)}`).join(', ')}.`);
  else paragraphs.push('No host metrics have arrived yet.');
  if (incidents === undefined || anomalies === undefined)
    paragraphs.push('I could not read incidents and anomalies: the anomaly service does not answer.');
  if (incidents !== undefined && incidents.length > 0)
    paragraphs.push(`Open incidents:\n${bullets(incidents.slice(0, MAX_LISTED).map((i) => describeIncident(i, tools.now)))}`);
  if (anomalies !== undefined && anomalies.length > 0)
    paragraphs.push(`Open anomalies:\n${bullets(anomalies.slice(0, MAX_LISTED).map((a) => describeAnomaly(a, tools.now)))}`);
  if (detectors !== undefined && detectors.learning > 0)
    paragraphs.push(
      `${detectors.learning} of ${detectors.series} watched series are still learning what is normal and stay quiet until then.`,
    );
  return paragraphs.join('\n');
};
