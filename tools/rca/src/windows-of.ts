import { quantile } from '@cloudops/domain-detection';
import type { EntityWindow } from '@cloudops/domain-incidents';
import type { MetricColumn, MetricTable } from './metric-table.ts';

/** How many requests there were: the measure of all others, and no symptom of harm itself. */
const TRAFFIC = /^(requests?|calls?|invocations?|throughput|traffic)$/i;
/** Less of these does harm; of everything else, more. */
const GOOD = /availab|success|health|uptime/i;
/** Only what adds up can be followed along calls: means times requests do, sums do, percentiles do not. */
const ADDS_UP = ['average', 'mean', 'avg', 'sum'];

/** The metrics of a window beside their normal times; of several statistics that which adds up, else that of the symptom. */
export function windowsOf(window: MetricTable, normal: MetricTable, symptomStat: string): EntityWindow[] {
  const usual = new Map(normal.columns.map((c) => [nameOf(c), c.values]));
  const requests = new Map(window.columns.filter((c) => TRAFFIC.test(c.metric)).map((c) => [c.entity, c.values]));
  const usualRequests = new Map(normal.columns.filter((c) => TRAFFIC.test(c.metric)).map((c) => [c.entity, c.values]));
  const order = [...ADDS_UP, symptomStat.toLowerCase()];
  const place = ({ stat }: MetricColumn): number => (order.includes(stat.toLowerCase()) ? order.indexOf(stat.toLowerCase()) : order.length);
  const chosen = new Map<string, MetricColumn>();
  for (const column of window.columns) {
    if (TRAFFIC.test(column.metric)) continue;
    const key = `${column.entity}|${column.metric}`;
    const other = chosen.get(key);
    if (!other || place(column) < place(other)) chosen.set(key, column);
  }
  return [...chosen.values()].map((column) => {
    const { entity, metric, stat, values } = column;
    const weights = requestsOf(requests.get(entity), usualRequests.get(entity), values.length);
    return {
      entity,
      metric,
      worse: GOOD.test(metric) ? 'down' : 'up',
      values,
      weights: stat.toLowerCase() === 'sum' ? values.map(() => 1) : weights,
      normal: usual.get(nameOf(column)) ?? [],
    };
  });
}

const nameOf = ({ entity, metric, stat }: MetricColumn): string => `${entity}|${metric}|${stat}`;

/** Requests of each interval; where they were not counted, what is usual now, else in normal times, else 1. */
function requestsOf(now: readonly number[] | undefined, usual: readonly number[] | undefined, length: number): number[] {
  const typical = median(now ?? []) ?? median(usual ?? []) ?? 1;
  return Array.from({ length }, (_, i) => {
    const counted = now?.[i] ?? NaN;
    return Number.isNaN(counted) ? typical : Math.max(0, counted);
  });
}

/** Middle of the values that are numbers; undefined when none is. */
function median(values: readonly number[]): number | undefined {
  const known = values.filter((v) => !Number.isNaN(v)).sort((a, b) => a - b);
  return known.length === 0 ? undefined : quantile(known, 0.5);
}
