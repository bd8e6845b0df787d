import { z } from 'zod';
import { defineEvent } from '../contract.ts';
import { HistoryStats } from '../requests/history.ts';
import { Instant } from '../time.ts';

/** Published when days of history went before their time because they did not fit any more; a person should look at the disk. */
export const HistoryShed = defineEvent('history.shed.v1', {
  publisher: 'metrics-ingest',
  consumers: ['gateway'],
  schema: z.object({
    /** `raw`: samples, for which roll-ups speak from now on; `rolled`: roll-ups, for which nothing does. */
    what: z.enum(['raw', 'rolled']),
    /** All of that kind from before this time is gone. */
    before: Instant,
    /** That went now. */
    samples: z.number().int().positive(),
    reason: HistoryStats.response.shape.shed.unwrap().shape.reason,
  }),
});
