import { entityKey, ListSeries, QueryView, type SeriesDescriptor, type SeriesView } from '@cloudops/contracts';
import { z } from 'zod';
import { matchEntity } from '../entities/match-entity.ts';
import { signalName } from '../wording/describe-anomaly.ts';
import { quantity, unitOf } from '../wording/quantity.ts';
import { CHART_POINTS, chartOf, summarize } from './chart.ts';
import { Minutes, windowOf } from './time-window.ts';
import { defineTool, type ToolScope } from './tool.ts';

const MAX_SERIES = 8;

/** Any metric by its exact name over a time range: gauges as values, counters as rates, `_sum` with `_count` as means. */
export const seriesTool = defineTool({
  name: 'series',
  description:
    'Course of a Prometheus metric by its exact name over the last minutes, per series: latest, lowest, mean, highest, and a chart of the first.',
  schema: z.object({
    metric: z.string().min(1).max(200).describe('Metric name, e.g. node_load1 or http_requests_total'),
    entity: z.string().max(253).optional(),
    minutes: Minutes.optional().describe('How far back; 60 when left out'),
  }),
  async run({ metric, entity, minutes = 60 }, scope) {
    const found = await seriesNamed(metric, entity, scope);
    const { from, to } = windowOf(scope.now, minutes);
    const courses = await Promise.all(
      found.slice(0, MAX_SERIES).map(async ({ series, view }) => {
        const { points } = await scope.facts.ask(QueryView, { view, from, to, maxPoints: CHART_POINTS }, { signal: scope.signal });
        return { series, view, points, stats: summarize(points) };
      }),
    );
    const lines = courses.map(({ series, view, stats }) => {
      const unit = unitOf(series.name, view.kind);
      const name = `${signalName({ series, view })} of ${series.entity.id}`;
      if (stats === null) return `${name}: no sample in the last ${minutes} min`;
      return `${name}: latest ${quantity(stats.last, unit)}, lowest ${quantity(stats.min, unit)}, mean ${quantity(stats.mean, unit)}, highest ${quantity(stats.max, unit)} in ${minutes} min`;
    });
    if (found.length > MAX_SERIES) lines.push(`${found.length - MAX_SERIES} more series are not shown`);
    const none = `There is no series called ${metric}${entity === undefined ? '' : ` for ${entity}`}.`;
    const first = courses[0];
    return {
      data: { courses, more: Math.max(0, found.length - MAX_SERIES) },
      lines: lines.length === 0 ? [none] : lines,
      summary: lines[0] ?? none,
      link: '/#/',
      chart:
        first === undefined
          ? null
          : chartOf(`${signalName(first)} of ${first.series.entity.id}`, unitOf(first.series.name, first.view.kind), first.points),
    };
  },
});

async function seriesNamed(
  metric: string,
  entity: string | undefined,
  { facts, signal }: ToolScope,
): Promise<{ series: SeriesDescriptor; view: SeriesView }[]> {
  const base = metric.replace(/_(?:sum|count)$/, '');
  const names = [...new Set([metric, `${base}_sum`, `${base}_count`])].map((n) => n.replace(/[^a-zA-Z0-9_:]/g, '.')).join('|');
  const { series } = await facts.ask(ListSeries, { matchers: [{ label: '__name__', op: '=~', value: names }], limit: 500 }, { signal });
  const meant =
    entity === undefined
      ? undefined
      : matchEntity(
          entity,
          series.map((s) => s.entity),
        );
  if (entity !== undefined && meant === undefined) return [];
  const candidates = meant === undefined ? series : series.filter((s) => entityKey(s.entity) === entityKey(meant));
  const counts = new Map(candidates.filter((s) => s.name === `${base}_count`).map((s) => [labelsKey(s), s.id]));
  return candidates.flatMap((s): { series: SeriesDescriptor; view: SeriesView }[] => {
    const denominator = s.name === `${base}_sum` ? counts.get(labelsKey(s)) : undefined;
    if (denominator !== undefined) return [{ series: s, view: { kind: 'ratio', numerator: s.id, denominator } }];
    if (s.name !== metric) return [];
    return [{ series: s, view: { kind: s.type === 'counter' || s.name.endsWith('_total') ? 'rate' : 'value', series: s.id } }];
  });
}

const labelsKey = (s: SeriesDescriptor): string =>
  JSON.stringify([s.entity, Object.entries(s.labels).sort(([a], [b]) => (a < b ? -1 : 1))]);
