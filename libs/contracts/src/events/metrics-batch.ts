import { z } from 'zod';
import { defineEvent } from '../contract.ts';

/** Published by the relay for journal rows, one or several that follow each other, on `metrics.batch.v1.<partition>`; the body is `joinBatches`. */
export const MetricsBatch = defineEvent('metrics.batch.v1', {
  publisher: 'metrics-ingest',
  consumers: ['anomaly'],
  stream: 'batch',
  encoding: 'binary',
  suffix: 'partition',
  schema: z.custom<Uint8Array>((body) => body instanceof Uint8Array, { error: 'expected bytes' }),
});
