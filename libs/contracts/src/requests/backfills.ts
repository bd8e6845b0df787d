import { z } from 'zod';
import { defineRequest } from '../contract.ts';
import { Labels } from '../series.ts';
import { Instant } from '../time.ts';

/** Past samples of another Prometheus, taken into history from the newest to the oldest. */
export const Backfill = z.object({
  id: z.string().max(100),
  /** Base address of the Prometheus that is read. */
  url: z.string(),
  /** Selector of the series, as text. */
  match: z.string(),
  /** Labels that every series gets unless it has them: the external labels with which that Prometheus remote_writes. */
  labels: Labels,
  from: Instant,
  to: Instant,
  state: z.enum(['running', 'done', 'failed', 'cancelled']),
  /** Everything later than this is in history. */
  reached: Instant,
  /** Share of the time range that is done, 0 to 1. */
  progress: z.number().min(0).max(1),
  samplesRead: z.number().int().nonnegative(),
  /** Those of them that history did not have. */
  samplesAdded: z.number().int().nonnegative(),
  maxSamplesPerSecond: z.number().int().positive(),
  /** What it waits for, or why it ended. */
  message: z.string(),
  startedAt: Instant,
  updatedAt: Instant,
});
export type Backfill = z.infer<typeof Backfill>;

export const NewBackfill = z.object({
  url: z.url({ protocol: /^https?$/ }),
  match: z.string().min(1).max(4_000),
  days: z.number().positive().max(400),
  labels: z.record(z.string().regex(/^[a-zA-Z_][a-zA-Z0-9_]*$/), z.string().max(1024)).default({}),
  maxSamplesPerSecond: z.number().int().min(100).max(1_000_000).default(50_000),
});

/** Begins to read the past; days beyond retention are left out. `conflict` while the same selector of that Prometheus is being read. */
export const StartBackfill = defineRequest('backfill.start.v1', {
  server: 'metrics-ingest',
  clients: ['gateway'],
  request: NewBackfill,
  response: z.object({ backfill: Backfill }),
});

/** All backfills, newest first; or the one of an id. */
export const BackfillStatus = defineRequest('backfill.status.v1', {
  server: 'metrics-ingest',
  clients: ['gateway', 'anomaly'],
  request: z.object({ id: z.string().max(100).optional() }),
  response: z.object({ backfills: z.array(Backfill) }),
});

/** Stops one that runs; what it has added stays. `not-found` when there is none of that id that runs. */
export const CancelBackfill = defineRequest('backfill.cancel.v1', {
  server: 'metrics-ingest',
  clients: ['gateway'],
  request: z.object({ id: z.string().max(100) }),
  response: z.object({ backfill: Backfill }),
});
