import { z } from 'zod';

/**
 * Protocol of the supervisor's Unix socket: one JSON object a line, one reply a request, matched by `id`.
 * `restart` hands over the idempotency key and the fencing token; the supervisor fsyncs the key before it acts,
 * answers a repeated key with `repeated` and the first outcome, and a token below the highest seen with `stale`.
 * `observe` says whether a key was ever acted on; it is how an uncertain outcome is settled.
 */
export const SupervisorRequest = z.discriminatedUnion('verb', [
  z
    .object({
      id: z.string(),
      verb: z.literal('restart'),
      workload: z.string(),
      idempotencyKey: z.string().min(8).max(200),
      fencingToken: z.number().int().nonnegative(),
    })
    .strict(),
  z.object({ id: z.string(), verb: z.literal('observe'), workload: z.string(), idempotencyKey: z.string() }).strict(),
  z.object({ id: z.string(), verb: z.literal('status'), workload: z.string() }).strict(),
]);
export type SupervisorRequest = z.infer<typeof SupervisorRequest>;

export const SupervisorReply = z.object({
  id: z.string(),
  outcome: z.enum(['done', 'repeated', 'stale', 'never', 'begun', 'failed', 'running', 'stopped', 'unknown-workload', 'invalid']),
  message: z.string(),
  pid: z.number().int().nullable(),
  /** How often the workload was started since the supervisor's log began. */
  starts: z.number().int().nonnegative(),
});
export type SupervisorReply = z.infer<typeof SupervisorReply>;
