import { z } from 'zod';
import { Instant } from '../time.ts';

/** What every ChatOps endpoint answers with; failures are problem+json instead. */
export const Envelope = <T extends z.ZodType>(data: T) =>
  z.object({ status: z.literal('success'), data, message: z.string(), timestamp: Instant });

/** RFC 9457 problem details, with the machine code and the field at fault. */
export const Problem = z.object({
  type: z.string(),
  title: z.string(),
  status: z.number().int(),
  detail: z.string(),
  instance: z.string(),
  code: z.string(),
  requestId: z.string(),
  retryable: z.boolean(),
  field: z.string().optional(),
  errors: z.array(z.object({ field: z.string(), message: z.string() })).optional(),
  /** With 412: the state that the caller should have seen. */
  current: z.unknown().optional(),
});
export type Problem = z.infer<typeof Problem>;
