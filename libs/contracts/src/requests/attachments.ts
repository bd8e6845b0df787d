import { z } from 'zod';
import { defineRequest } from '../contract.ts';
import { NativeHistogram } from '../native-histogram.ts';
import { Labels, Matcher, SeriesDescriptor } from '../series.ts';
import { EpochMs } from '../time.ts';

const AttachmentQuery = z.object({
  matchers: z.array(Matcher).min(1).max(20),
  from: EpochMs,
  to: EpochMs,
  /** At most this many, the earliest first within a series. */
  limit: z.number().int().min(1).max(10_000).default(1_000),
});

/** Native histograms of every series that matches, times in [from, to]. */
export const QueryHistograms = defineRequest('metrics.histograms.v1', {
  server: 'metrics-ingest',
  clients: ['gateway'],
  reply: 'stream',
  deadlineMs: 15_000,
  request: AttachmentQuery,
  response: z.object({ series: SeriesDescriptor, histogram: NativeHistogram }),
});

/** Exemplars of every series that matches, times in [from, to]; a value of `null` is NaN or infinite. */
export const QueryExemplars = defineRequest('metrics.exemplars.v1', {
  server: 'metrics-ingest',
  clients: ['gateway'],
  reply: 'stream',
  deadlineMs: 15_000,
  request: AttachmentQuery,
  response: z.object({ series: SeriesDescriptor, time: EpochMs, value: z.number().nullable(), labels: Labels }),
});
