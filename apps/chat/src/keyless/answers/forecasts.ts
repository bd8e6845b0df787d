import { forecastsTool } from '../../tools/forecasts-tool.ts';
import type { Meaning } from '../../tools/meanings.ts';
import { bullets, cite, meantEntity, type Reply } from './reply.ts';

const MAX_LISTED = 8;
/** What people mean, in the words of forecasts. */
const MEANT: Partial<Record<Meaning, RegExp>> = { disk: /disk|volume|inodes/, memory: /memory/ };

export const forecastsReply: Reply = async (intent, tools) => {
  const entity = await meantEntity(intent, tools);
  const used = await tools.use(forecastsTool, entity === undefined ? {} : { entity: entity.id });
  const { forecasts, watched, learning } = used.data;
  const wanted = intent.metrics.flatMap((metric) => MEANT[metric] ?? []);
  const found = forecasts.filter(({ what }) => wanted.length === 0 || wanted.some((pattern) => pattern.test(what)));
  const whose = entity === undefined ? '' : ` of ${entity.id}`;
  const what = wanted.length === 0 ? 'Nothing' : `No ${intent.metrics.join(' or ')}`;
  const unknown = learning === 0 ? '' : ` ${learning} of ${watched} quantities are not known long enough to say anything.`;
  if (found.length === 0) return `${what}${whose} runs out within the next 30 days, as far as trends tell. ${cite(used)}${unknown}`;
  return `By their trends, soonest first: ${cite(used)}\n${bullets(found.slice(0, MAX_LISTED).map((f) => f.reason))}${unknown && `\n${unknown.trim()}`}`;
};
