import { z } from 'zod';
import { defineRequest } from '../contract.ts';
import { Forecast } from '../forecast.ts';

/** What will be used up, soonest first. */
export const ListForecasts = defineRequest('forecasts.list.v1', {
  server: 'anomaly',
  clients: ['gateway', 'chat'],
  request: z.object({ limit: z.number().int().min(1).max(500).default(50) }),
  response: z.object({
    forecasts: z.array(Forecast),
    /** Bounded quantities that are watched, and how many of them are not known long enough to say anything. */
    watched: z.number().int().nonnegative(),
    learning: z.number().int().nonnegative(),
  }),
});
