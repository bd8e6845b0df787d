import { DomainError, type Labels, type ResultHistogram } from '@cloudops/contracts';
import type { QueryResult, ResultSeries } from '@cloudops/domain-promql';
import type { Samples } from '@cloudops/domain-series';
import { numberOf } from './ask-prometheus.ts';

type Point = readonly [seconds: number, value: string];
type HistogramPoint = readonly [
  seconds: number,
  Omit<ResultHistogram, 'time' | 'buckets'> & { readonly buckets?: ResultHistogram['buckets'] },
];
interface Row {
  readonly metric?: Labels;
  readonly value?: Point;
  readonly values?: readonly Point[];
  readonly histogram?: HistogramPoint;
  readonly histograms?: readonly HistogramPoint[];
}
interface Answer {
  readonly data?: { readonly resultType?: QueryResult['type']; readonly result?: unknown };
  readonly warnings?: readonly string[];
}

const TYPES: ReadonlySet<unknown> = new Set(['scalar', 'vector', 'matrix', 'string']);
const ms = (seconds: number): number => Math.round(seconds * 1000);

/** What Prometheus answered, values as it wrote them. @throws DomainError `unavailable` for anything else. */
export function upstreamResult(answer: unknown): QueryResult {
  const { data, warnings } = answer as Answer;
  if (data === undefined || !TYPES.has(data.resultType) || !Array.isArray(data.result)) throw malformed();
  const type = data.resultType!;
  const rows: Row[] = type === 'scalar' || type === 'string' ? [{ value: data.result as unknown as Point }] : (data.result as Row[]);
  return { type, series: rows.map(seriesOf), warnings: [...(warnings ?? [])] };
}

/** Raw samples of a range vector with `from <= time <= to`, ms. */
export function* rawSeries(answer: unknown, from: number, to: number): Generator<{ metric: Labels; samples: Samples }> {
  const { data } = answer as Answer;
  if (data?.resultType !== 'matrix' || !Array.isArray(data.result)) throw malformed();
  for (const { metric = {}, values = [] } of data.result as Row[]) {
    const wanted = values.filter(([at]) => ms(at) >= from && ms(at) <= to);
    if (wanted.length === 0) continue;
    const samples = {
      times: Float64Array.from(wanted, ([at]) => ms(at)),
      values: Float64Array.from(wanted, ([, value]) => numberOf(value)),
    };
    yield { metric, samples };
  }
}

function seriesOf({ metric = {}, value, values, histogram, histograms }: Row): ResultSeries {
  const points = values ?? (value === undefined ? [] : [value]);
  const complex = histograms ?? (histogram === undefined ? [] : [histogram]);
  const series = { metric, times: points.map(([at]) => ms(at)), values: points.map(([, text]) => text) };
  if (complex.length === 0) return series;
  return { ...series, histograms: complex.map(([at, { count, sum, buckets = [] }]) => ({ time: ms(at), count, sum, buckets })) };
}

const malformed = (): DomainError =>
  new DomainError('unavailable', 'upstream-malformed', 'The upstream Prometheus gave no answer that can be read');
