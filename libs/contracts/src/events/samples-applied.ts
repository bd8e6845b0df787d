import { z } from 'zod';
import { defineEvent } from '../contract.ts';

/** Published by a consumer of batches after it has snapshotted; the journal below `seq` is not needed by it again. */
export const SamplesApplied = defineEvent('samples.applied.v1', {
  publisher: 'anomaly',
  consumers: ['metrics-ingest'],
  schema: z.object({ partition: z.number().int().nonnegative(), seq: z.string().regex(/^\d+$/) }),
});
