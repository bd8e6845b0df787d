import { parseSelector } from '@cloudops/domain-series';
import { DomainError, EpochMs, type Matcher, SeriesView } from '@cloudops/contracts';
import { z } from 'zod';

/** Query strings are text: these read numbers and flags out of it, within the same limits as the requests behind them. */
export const limit = (most: number, usual: number) => z.coerce.number().int().min(1).max(most).default(usual);
export const cursor = z.string().min(1).max(300).optional();
export const flag = z
  .enum(['true', 'false'])
  .transform((text) => text === 'true')
  .optional();
export const instantMs = z.coerce.number().pipe(EpochMs).meta({ description: 'milliseconds since the Unix epoch' });

export const IdParams = z.object({ id: z.string().min(1).max(100) }).strict();

/** Prometheus selector text, e.g. `node_load1{instance="x"}`. */
export const selector = z
  .string()
  .min(1)
  .max(4_000)
  .transform((text, context): Matcher[] => {
    try {
      return parseSelector(text);
    } catch (error) {
      if (!(error instanceof DomainError)) throw error;
      context.addIssue({ code: 'custom', message: error.message });
      return z.NEVER;
    }
  });

/** A view as JSON text, e.g. `{"kind":"rate","series":"00000000000000aa"}`. */
export const viewText = z
  .string()
  .max(500)
  .transform((text, context): unknown => {
    try {
      return JSON.parse(text);
    } catch {
      context.addIssue({ code: 'custom', message: 'is not JSON' });
      return z.NEVER;
    }
  })
  .pipe(SeriesView);
