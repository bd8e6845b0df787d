import { seriesTool } from '../../tools/series-tool.ts';
import { valuesTool } from '../../tools/values-tool.ts';
import { quantity } from '../../wording/quantity.ts';
import { bullets, cite, meantEntity, type Reply } from './reply.ts';

export const valuesReply: Reply = async (intent, tools) => {
  const entity = await meantEntity(intent, tools);
  const window = {
    ...(entity === undefined ? {} : { entity: entity.id }),
    ...(intent.minutes === undefined ? {} : { minutes: intent.minutes }),
  };
  const answers = await Promise.all(intent.metrics.map((metric) => tools.use(valuesTool, { metric, ...window })));
  return answers
    .map((used) => {
      const { readings, stats, minutes } = used.data;
      const first = readings[0];
      if (first === undefined) return `${used.evidence.summary} ${cite(used)}`;
      const now = readings
        .map((r) => `${r.recipe.title} of ${r.entity.id} is ${quantity(r.value, r.recipe.unit)} (${r.detail})`)
        .join('; ');
      if (stats === null) return `${now}. ${cite(used)}`;
      const [min, mean, max] = [stats.min, stats.mean, stats.max].map((v) => quantity(v, first.recipe.unit));
      return `${now}. Over the last ${minutes} minutes${readings.length > 1 ? ` on ${first.entity.id}` : ''} it was between ${min} and ${max}, ${mean} on average. ${cite(used)}`;
    })
    .join('\n');
};

export const seriesReply: Reply = async (intent, tools) => {
  const entity = await meantEntity(intent, tools);
  const used = await tools.use(seriesTool, {
    metric: intent.metric ?? '',
    ...(entity === undefined ? {} : { entity: entity.id }),
    ...(intent.minutes === undefined ? {} : { minutes: intent.minutes }),
  });
  return `${used.lines.length === 1 ? used.lines[0] : bullets(used.lines)} ${cite(used)}`;
};
