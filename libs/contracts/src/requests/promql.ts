import { z } from 'zod';
import { defineRequest } from '../contract.ts';
import { Labels, Matcher, MetricType } from '../series.ts';
import { EpochMs } from '../time.ts';

const clients = ['gateway', 'chat', 'anomaly', 'remediation'] as const;
const server = 'metrics-ingest';
const deadlineMs = 30_000;
const Query = z.string().min(1).max(16_384);
/** How long a sample speaks for its series, ms; 5 minutes unless given. */
const lookbackMs = z.number().int().min(1).max(86_400_000).optional();

// a result has up to millions of points: a schema for each of them would cost more than the query
const listOf = <T>(type: 'number' | 'string') =>
  z.custom<T[]>((value) => Array.isArray(value) && value.every((one) => typeof one === type));
const Numbers = listOf<number>('number');
const Texts = listOf<string>('string');

/** A native histogram as Prometheus' API shows it; a bucket is `[boundaries, lower, upper, count]`, see docs/specs/native_histograms. */
export const ResultHistogram = z.object({
  time: z.number(),
  count: z.string(),
  sum: z.string(),
  buckets: z.array(z.tuple([z.number(), z.string(), z.string(), z.string()])).default([]),
});
export type ResultHistogram = z.infer<typeof ResultHistogram>;

/**
 * A piece of a result. `type` and every piece repeat the same result type; a series too long for one piece goes on in the next, where
 * `continued` says that the first entry belongs to the last one before. An empty result is one piece without series.
 */
export const PromqlResult = z.object({
  type: z.enum(['scalar', 'vector', 'matrix', 'string']),
  continued: z.boolean(),
  /** `values[i]` belongs to `times[i]` (ms); values are text as Prometheus writes them (`NaN`, `+Inf`, `1e-07`). */
  series: z.array(z.object({ metric: Labels, times: Numbers, values: Texts, histograms: z.array(ResultHistogram).optional() })),
  /** What a reader must know of the answer, e.g. that it comes from another Prometheus. */
  warnings: z.array(z.string()).optional(),
});
export type PromqlResult = z.infer<typeof PromqlResult>;

/** Value of a PromQL expression at one time; `docs/adr/0014` says which part of PromQL. */
export const PromqlQuery = defineRequest('promql.query.v1', {
  ...{ server, clients, deadlineMs, reply: 'stream' },
  request: z.object({ query: Query, time: EpochMs, lookbackMs }),
  response: PromqlResult,
});

/** Values at `start`, `start + step`, ... up to `end`, at most 11,000 steps; series ordered by labels. */
export const PromqlRange = defineRequest('promql.range.v1', {
  ...{ server, clients, deadlineMs, reply: 'stream' },
  request: z.object({ query: Query, start: EpochMs, end: EpochMs, stepMs: z.number().int().positive(), lookbackMs }),
  response: PromqlResult,
});

/** Any of these lists of matchers; none at all means every series. */
const selectors = z.array(z.array(Matcher).min(1).max(20)).max(20);
/** Without series that fell silent before this time; whether a series fell silent is known after a day. */
const from = EpochMs.optional();
const limit = z.number().int().min(1).max(100_000).default(20_000);

/** Labels, `__name__` included, of the series in the catalogue that satisfy any of the selectors. */
export const PromqlSeries = defineRequest('promql.series.v1', {
  ...{ server, clients, deadlineMs, reply: 'stream' },
  request: z.object({ selectors: selectors.min(1), limit, from }),
  response: z.object({ series: z.array(Labels) }),
});

/** Names of the labels of such series, in order. */
export const PromqlLabels = defineRequest('promql.labels.v1', {
  ...{ server, clients, deadlineMs, reply: 'stream' },
  request: z.object({ selectors, limit, from }),
  response: z.object({ values: z.array(z.string()) }),
});

/** Values of one label of such series, in order. */
export const PromqlLabelValues = defineRequest('promql.label-values.v1', {
  ...{ server, clients, deadlineMs, reply: 'stream' },
  request: z.object({ label: z.string().min(1).max(128), selectors, limit, from }),
  response: z.object({ values: z.array(z.string()) }),
});

/** What is declared of metric families, of all or of one: help and unit are empty where nobody told them. */
export const PromqlMetadata = defineRequest('promql.metadata.v1', {
  ...{ server, clients, deadlineMs, reply: 'stream' },
  request: z.object({ metric: z.string().min(1).max(200).optional(), limit }),
  response: z.object({ metrics: z.array(z.object({ name: z.string(), type: MetricType, help: z.string(), unit: z.string() })) }),
});

/** Exemplars of the series that any selector of a query names, times in [start, end]; series by labels, the earliest exemplar first. */
export const PromqlExemplars = defineRequest('promql.exemplars.v1', {
  ...{ server, clients, deadlineMs, reply: 'stream' },
  request: z.object({ query: Query, start: EpochMs, end: EpochMs, limit: z.number().int().min(1).max(10_000).default(10_000) }),
  response: z.object({
    series: z.array(
      z.object({ labels: Labels, exemplars: z.array(z.object({ labels: Labels, value: z.string(), time: EpochMs })).min(1) }),
    ),
  }),
});
