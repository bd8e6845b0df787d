import type { ResultHistogram } from '@cloudops/contracts';
import {
  LOOKBACK_MS,
  notSupported,
  parseQuery,
  plainSelector,
  type QueryResult,
  resultHistogram,
  type ResultSeries,
  selectorsOf,
  tooCostly,
} from '@cloudops/domain-promql';
import { decodeHistogram, NativeHistograms, SeriesCatalogue, type StoredHistogram } from '@cloudops/domain-series';
import { Injectable } from '@nestjs/common';

const MOST = 50_000;
/** How long it is believed that there are none. */
const BELIEVE_MS = 10_000;
/** How far before the first step an expression is taken to look. */
const BACK_MS = 3_600_000;

export interface Steps {
  readonly query: string;
  readonly start: number;
  readonly end: number;
  readonly stepMs: number;
  readonly lookbackMs?: number | undefined;
}

/** Adds native histograms to what a plain selector found; within expressions they are refused by name. */
@Injectable()
export class SelectHistograms {
  private noneUntil = 0;

  constructor(
    private readonly catalogue: SeriesCatalogue,
    private readonly stored: NativeHistograms,
  ) {}

  /** @throws DomainError `promql-unsupported` for an expression over histograms, `promql-too-costly`. */
  async execute(asked: Steps, result: QueryResult, signal: AbortSignal): Promise<QueryResult> {
    if (Date.now() < this.noneUntil) return result;
    if (!(await this.stored.any())) {
      this.noneUntil = Date.now() + BELIEVE_MS;
      return result;
    }
    const { expression } = parseQuery(asked.query);
    const selector = plainSelector(expression);
    const selectors = selectorsOf(expression);
    if (selectors.length === 0) return result;
    signal.throwIfAborted();
    const found = await this.catalogue.find({ selectors }, MOST);
    const ids = found.map(({ id }) => id);
    const { lookbackMs = LOOKBACK_MS } = asked;
    const offset = selector?.offsetMs ?? 0;
    const from = asked.start - offset - (selector === undefined ? BACK_MS : lookbackMs);
    const rows = ids.length === 0 ? [] : await this.stored.read(ids, Math.max(0, from), asked.end - offset, selector ? MOST : 1);
    if (rows.length === 0) return result;
    if (selector === undefined) throw notSupported(asked.query, expression.position, 'an expression over native histograms');
    if (rows.length === MOST) throw tooCostly(`query reads more than ${MOST} histograms`);
    const byId = Map.groupBy(rows, ({ seriesId }) => seriesId);
    const added = found.flatMap(({ id, labels }): ResultSeries[] => {
      const histograms = atSteps(byId.get(id) ?? [], { ...asked, lookbackMs, offset });
      return histograms.length === 0 ? [] : [{ metric: Object.fromEntries(labels), times: [], values: [], histograms }];
    });
    return { ...result, series: joined(result.series, added) };
  }
}

/** The newest of each step, not older than the lookback and not followed by the end of its series. */
function atSteps(
  rows: readonly StoredHistogram[],
  { start, end, stepMs, lookbackMs, offset }: Omit<Steps, 'lookbackMs'> & { lookbackMs: number; offset: number },
): ResultHistogram[] {
  const all = rows.map(({ time, body }) => ({ time, histogram: decodeHistogram(body) }));
  const found: ResultHistogram[] = [];
  for (let time = start, next = 0; time <= end; time += stepMs) {
    while (next < all.length && all[next]!.time <= time - offset) next++;
    const newest = all[next - 1];
    if (newest === undefined || newest.time < time - offset - lookbackMs) continue;
    const { histogram } = newest;
    const isEnd = Number.isNaN(histogram.sum) && histogram.positive.counts.length + histogram.negative.counts.length === 0;
    if (!isEnd) found.push(resultHistogram(histogram, time));
  }
  return found;
}

/** A series with samples and histograms shows both. */
function joined(series: readonly ResultSeries[], added: readonly ResultSeries[]): ResultSeries[] {
  const keyOf = ({ metric }: ResultSeries): string => JSON.stringify(Object.entries(metric).sort(([a], [b]) => (a < b ? -1 : 1)));
  const own = new Map(added.map((one) => [keyOf(one), one]));
  const both = series.map((one) => {
    const other = own.get(keyOf(one));
    own.delete(keyOf(one));
    return other === undefined ? one : { metric: one.metric, times: one.times, values: one.values, histograms: other.histograms! };
  });
  return [...both, ...own.values()];
}
