import { z } from 'zod';

const Pairs = z.record(z.string(), z.string());
/** RFC 3339 as Go writes it: any offset, up to nanoseconds; becomes an instant. */
const GoTime = z.iso.datetime({ offset: true }).transform((text) => new Date(text).toISOString());

/** Body of Alertmanager's webhook, version 4; keys that are not listed are its own business. */
export const AlertmanagerWebhook = z.object({
  version: z.literal('4'),
  receiver: z.string().max(1_000).default(''),
  /** Alerts of the group that `max_alerts` left out. */
  truncatedAlerts: z.number().int().nonnegative().default(0),
  alerts: z
    .array(
      z.object({
        status: z.enum(['firing', 'resolved']),
        labels: Pairs,
        annotations: Pairs.default({}),
        startsAt: GoTime,
        /** Year 1 while it fires. */
        endsAt: GoTime.optional(),
        generatorURL: z.string().default(''),
        fingerprint: z.string().regex(/^[0-9a-zA-Z_-]{1,64}$/, '1 to 64 letters and digits'),
      }),
    )
    .max(5_000),
});
export type AlertmanagerWebhook = z.infer<typeof AlertmanagerWebhook>;

/** What became of a delivery. */
export const AlertsReceived = z.object({
  received: z.number().int().nonnegative(),
  /** That the sender left out, so that nobody will hear of them. */
  truncatedAlerts: z.number().int().nonnegative(),
});
