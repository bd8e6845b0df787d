import { z } from 'zod';
import { defineRequest } from '../contract.ts';
import { Matcher, Point, SeriesDescriptor, SeriesView } from '../series.ts';
import { EpochMs } from '../time.ts';

/** Raw samples of every series that matches, one chunk or more a series, times in [from, to]. */
export const QuerySamples = defineRequest('metrics.samples.v1', {
  server: 'metrics-ingest',
  clients: ['gateway', 'chat', 'anomaly'],
  reply: 'stream',
  deadlineMs: 15_000,
  request: z.object({
    matchers: z.array(Matcher).min(1).max(20),
    from: EpochMs,
    to: EpochMs,
    maxSamples: z.number().int().min(1).max(1_000_000).default(200_000),
  }),
  response: z.object({ series: SeriesDescriptor, points: z.array(Point) }),
});

/** Points of one view (value, rate or ratio) in [from, to]; at most `maxPoints`, evenly thinned to the extreme of each step. */
export const QueryView = defineRequest('metrics.view.v1', {
  server: 'metrics-ingest',
  clients: ['gateway', 'chat', 'anomaly', 'remediation'],
  request: z.object({ view: SeriesView, from: EpochMs, to: EpochMs, maxPoints: z.number().int().min(1).max(5_000).default(1_000) }),
  response: z.object({ points: z.array(Point) }),
});

/** Latest point of every view asked for, not older than `maxAgeMs`; `null` when there is none. */
export const LatestPoints = defineRequest('metrics.latest.v1', {
  server: 'metrics-ingest',
  clients: ['gateway', 'chat', 'remediation'],
  request: z.object({ views: z.array(SeriesView).max(200), maxAgeMs: z.number().int().positive().default(300_000) }),
  response: z.object({ points: z.array(Point.nullable()) }),
});

/** Journal rows with `seq >= fromSeq` in order, each `encodeBatch` as base64; ends when the journal does. */
export const ReplayBatches = defineRequest('metrics.replay.v1', {
  server: 'metrics-ingest',
  clients: ['anomaly'],
  reply: 'stream',
  deadlineMs: 60_000,
  request: z.object({ partition: z.number().int().nonnegative(), fromSeq: z.string().regex(/^\d+$/) }),
  response: z.object({
    batch: z.string(),
    /** Lowest seq that the journal still holds; above `fromSeq` means that history was trimmed. */
    oldestSeq: z.string().regex(/^\d+$/),
  }),
});
