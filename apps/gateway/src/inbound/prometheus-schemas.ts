import { z } from 'zod';
import { durationParameter, timeParameter } from '../domain/prometheus-parameters.ts';
import { selector } from './query-schemas.ts';

const from = (what: string, read: (text: string) => number | undefined) =>
  z
    .string()
    .max(100)
    .transform((text, context): number => {
      const ms = read(text);
      if (ms !== undefined && ms >= 0) return ms;
      context.addIssue({ code: 'custom', message: `cannot parse ${JSON.stringify(text)} to a valid ${what}` });
      return z.NEVER;
    })
    .meta({ description: what === 'timestamp' ? 'seconds since the Unix epoch, or RFC 3339' : 'seconds, or a duration such as 1m30s' });

const time = from('timestamp', timeParameter);
const duration = from('duration', durationParameter);
const selectors = z.union([selector.transform((one) => [one]), z.array(selector).max(20)]);
const limit = z.coerce
  .number()
  .int()
  .min(0)
  .max(100_000)
  .transform((count) => count || 20_000) // 0: no limit of the caller's
  .default(20_000);
const query = z.string().min(1).max(16_384);
const usual = { timeout: duration.optional(), lookback_delta: duration.optional() };
/** What fell silent before `start` is left out; `end` is taken and not used (docs/adr/0017). */
const period = { start: time.optional(), end: time.optional() };

export const QueryParameters = z.object({ query, time: time.optional(), ...usual });
export const RangeParameters = z.object({
  query,
  start: time,
  end: time,
  step: duration.refine((ms) => ms > 0, 'zero or negative query resolution step widths are not accepted. Try a positive integer'),
  ...usual,
});
/** Unless given all of time, as far as it can be written. */
export const ExemplarParameters = z
  .object({ query, start: time.default(0), end: time.default(8.64e15 - 1) })
  .refine(({ start, end }) => end >= start, { path: ['end'], message: 'end timestamp must not be before start timestamp' });
export const SeriesParameters = z.object({ 'match[]': selectors, ...period, limit });
export const LabelsParameters = z.object({ 'match[]': selectors.default([]), ...period, limit });
export const MetadataParameters = z.object({ metric: z.string().min(1).max(200).optional(), limit });
export const LabelName = z.object({
  name: z
    .string()
    .regex(/^[a-zA-Z_][a-zA-Z0-9_]*$/, 'invalid label name')
    .max(128),
});

/** Every answer of Prometheus' API that is not a failure. */
export const PrometheusAnswer = z.object({ status: z.literal('success'), data: z.unknown(), warnings: z.array(z.string()).optional() });
export const PrometheusProblem = z.object({ status: z.literal('error'), errorType: z.string(), error: z.string() });
