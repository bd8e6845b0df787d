/** A range of one query; times in ms. */
export interface RangeQuery {
  readonly query: string;
  readonly start: number;
  readonly end: number;
  readonly stepMs: number;
}

/** Points of all series in an answer: what makes two answers comparable without looking at each value. */
export type AskRange = (asked: RangeQuery) => Promise<{ series: number; points: number }>;

/** VictoriaMetrics would answer repeated queries from its cache of results; Prometheus knows no such parameter and passes over it. */
const NO_CACHE = { nocache: '1' };

/** Asks whatever speaks Prometheus' HTTP API. @throws Error with the answer when it is no success. */
export const askOverHttp =
  (url: string): AskRange =>
  async ({ query, start, end, stepMs }) => {
    const form = new URLSearchParams({
      query,
      start: String(start / 1000),
      end: String(end / 1000),
      step: String(stepMs / 1000),
      ...NO_CACHE,
    });
    const response = await fetch(`${url}/api/v1/query_range`, { method: 'POST', body: form });
    const text = await response.text();
    if (!response.ok) throw new Error(`${response.status}: ${text.slice(0, 300)}`);
    const { result } = (JSON.parse(text) as { data: { result: { values: unknown[] }[] } }).data;
    return { series: result.length, points: result.reduce((sum, { values }) => sum + values.length, 0) };
  };
