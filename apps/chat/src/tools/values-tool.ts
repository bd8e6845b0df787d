import { z } from 'zod';
import { quantity } from '../wording/quantity.ts';
import { chartOf, summarize } from './chart.ts';
import { Meaning } from './meanings.ts';
import { readHistory, readLatest } from './readings.ts';
import { Minutes, windowOf } from './time-window.ts';
import { defineTool } from './tool.ts';

const DEFAULT_MINUTES = 15;

/** CPU, memory, disk, load and network by meaning, now and over a window, with a chart of the first entity. */
export const valuesTool = defineTool({
  name: 'values',
  description: 'Current CPU, memory, disk, load or network of all hosts, or of one host, service or workload, with its recent course.',
  schema: z.object({
    metric: Meaning,
    entity: z.string().max(253).optional().describe('Name of a host, service or workload; leave out for all hosts'),
    minutes: Minutes.optional().describe('How far back to look; 15 when left out'),
  }),
  async run({ metric, entity, minutes = DEFAULT_MINUTES }, scope) {
    const readings = await readLatest(metric, entity, scope);
    const { from, to } = windowOf(scope.now, minutes);
    const first = readings[0];
    const history = first === undefined ? [] : await readHistory(first, from, to, scope);
    const stats = summarize(history);
    const lines = readings.map((r) => `${r.recipe.title} of ${r.entity.id}: ${quantity(r.value, r.recipe.unit)} (${r.detail})`);
    if (first !== undefined && stats !== null) {
      const [min, mean, max] = [stats.min, stats.mean, stats.max].map((v) => quantity(v, first.recipe.unit));
      lines.push(`Last ${minutes} min on ${first.entity.id}: lowest ${min}, mean ${mean}, highest ${max}`);
    }
    const none = entity === undefined ? `No ${metric} series of any host has arrived yet.` : `There is no ${metric} series for ${entity}.`;
    return {
      data: { readings, stats, minutes },
      lines: lines.length === 0 ? [none] : lines,
      summary: lines[0] ?? none,
      link: '/#/',
      chart: first === undefined ? null : chartOf(`${first.recipe.title} of ${first.entity.id}`, first.recipe.unit, history),
    };
  },
});
