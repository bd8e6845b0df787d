import { z } from 'zod';

/** An instant: ISO 8601 in UTC with milliseconds, as `Date.prototype.toISOString` writes it. */
export const Instant = z.iso.datetime();

/** Milliseconds since the Unix epoch; the time axis of samples. */
export const EpochMs = z.number().int().nonnegative();
