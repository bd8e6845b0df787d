import type { Labels } from '@cloudops/contracts';
import type { PrometheusAnswer } from './real-prometheus.ts';

/** A result of ours: times in ms. */
export interface OwnResult {
  readonly type: string;
  readonly series: readonly { readonly metric: Labels; readonly times: readonly number[]; readonly values: readonly string[] }[];
}

type Row = { readonly metric: Labels; readonly points: readonly (readonly [seconds: number, value: string])[] };

/** Every difference between our result and Prometheus', in words; values may differ by 1e-9 of their size. */
export function differences(ours: OwnResult, theirs: PrometheusAnswer, ordered: boolean): string[] {
  if (theirs.data === undefined) return [`Prometheus refuses: ${theirs.error}`];
  if (theirs.data.resultType !== ours.type) return [`${ours.type} for ${theirs.data.resultType}`];
  const mine = ours.series.map(({ metric, times, values }): Row => ({ metric, points: times.map((time, i) => [time / 1000, values[i]!]) }));
  const other = rowsOf(theirs.data);
  const found: string[] = [];
  const [mineByKey, otherByKey] = [byKey(mine), byKey(other)];
  for (const [key, row] of otherByKey) {
    const own = mineByKey.get(key);
    found.push(...(own === undefined ? [`missing ${key}`] : pointDifferences(key, own, row)));
  }
  for (const key of mineByKey.keys()) if (!otherByKey.has(key)) found.push(`too many: ${key}`);
  const order = (rows: readonly Row[]): string => rows.map(({ metric }) => keyOf(metric)).join(' ');
  if (ordered && found.length === 0 && order(mine) !== order(other)) found.push(`order ${order(mine)} for ${order(other)}`);
  return found;
}

function rowsOf({ resultType, result }: { readonly resultType: string; readonly result: unknown }): Row[] {
  if (resultType === 'scalar' || resultType === 'string') return [{ metric: {}, points: [result as [number, string]] }];
  const rows = result as { metric: Labels; value?: [number, string]; values?: [number, string][] }[];
  return rows.map(({ metric, value, values }) => ({ metric, points: values ?? [value!] }));
}

function pointDifferences(key: string, mine: Row, theirs: Row): string[] {
  if (mine.points.length !== theirs.points.length) return [`${key}: ${mine.points.length} points for ${theirs.points.length}`];
  return theirs.points.flatMap(([seconds, value], i) => {
    const [own, ownValue] = mine.points[i]!;
    if (own !== seconds) return [`${key}: at ${own} for ${seconds}`];
    return same(ownValue, value) ? [] : [`${key} at ${seconds}: ${ownValue} for ${value}`];
  });
}

function same(mine: string, theirs: string): boolean {
  if (mine === theirs) return true;
  const [a, b] = [Number(mine), Number(theirs)];
  return Math.abs(a - b) <= 1e-9 * Math.max(Math.abs(a), Math.abs(b));
}

const keyOf = (metric: Labels): string => JSON.stringify(Object.entries(metric).sort(([a], [b]) => (a < b ? -1 : 1)));
const byKey = (rows: readonly Row[]): Map<string, Row> => new Map(rows.map((row) => [keyOf(row.metric), row]));
