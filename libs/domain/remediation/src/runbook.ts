import { Action, Alert, EntityRef, GoldenSignal, RunbookCondition, Severity } from '@cloudops/contracts';
import { z } from 'zod';
import { LEAST_CONSECUTIVE } from './judge.ts';
import { metricPattern } from './metric-pattern.ts';

const Id = z.string().regex(/^[a-z0-9][a-z0-9-]{0,62}$/, 'lower-case letters, digits and dashes, at most 63');

const SECONDS: Readonly<Record<string, number>> = { s: 1, m: 60, h: 3600 };
const Duration = z
  .string()
  .regex(/^\d{1,5}[smh]$/, 'is a duration like 30s, 5m or 1h')
  .transform((text) => Number(text.slice(0, -1)) * SECONDS[text.slice(-1)]!);

const Metric = z
  .string()
  .min(1)
  .max(300)
  .refine((text) => metricPattern(text) !== undefined, 'is neither the name of a metric nor a regular expression between slashes');

const Match = z
  .object({
    entityKind: EntityRef.shape.kind,
    /** Any of them. */
    signals: z.array(GoldenSignal).min(1).optional(),
    /** Any of these metrics: names, or regular expressions between slashes that the whole name must satisfy. */
    metrics: z.array(Metric).min(1).max(50).optional(),
    /** All of these labels, equal. */
    labels: z.record(z.string().min(1).max(128), z.string().max(500)).optional(),
    /** What opened the incident; any of them. */
    kinds: z
      .array(Alert.shape.kind.or(z.literal('anomaly')))
      .min(1)
      .optional(),
    /** Any of these alerts fires in the incident. */
    alerts: z.array(z.string().min(1).max(200)).min(1).max(50).optional(),
    /** Only where the entity is the likeliest cause of its incident. */
    rootCause: z.boolean().default(false),
    /** Lowest severity of the incident. */
    minSeverity: Severity.default('low'),
  })
  .strict()
  .refine(({ signals, metrics }) => signals !== undefined || metrics !== undefined, {
    path: ['signals'],
    message: 'name signals or metrics: what is measured is also what shows whether the action helped',
  });

const timeoutSeconds = z.number().int().min(5).max(600).default(60);
const RunbookAction = z.discriminatedUnion('kind', [
  z.object({ kind: z.enum(['restart-workload', 'cancel-session', 'call-webhook']), timeoutSeconds }).strict(),
  z
    .object({
      kind: z.literal('scale-workload'),
      /** Instances more, or less below zero, within the bounds of the inventory. */
      by: Action.options[1].shape.by.refine((by) => by !== 0, 'must not be 0'),
      timeoutSeconds,
    })
    .strict(),
  z.object({ kind: z.literal('run-document'), document: Action.options[2].shape.document, timeoutSeconds }).strict(),
]);

/** One runbook as it is written in YAML: when it fits, the one action, and what counts as success. */
export const RunbookDocument = z
  .object({
    id: Id,
    title: z.string().min(1).max(200),
    /** For whoever is woken by it. */
    description: z.string().max(4_000).default(''),
    /** Opens an incident itself, for every entity of the kind below that the result names: evaluated every 15 s over history. */
    when: z
      .object({
        promql: RunbookCondition.shape.promql,
        /** How long it must be so. */
        for: Duration.prefault('0s'),
        severity: RunbookCondition.shape.severity.default('high'),
      })
      .strict()
      .optional(),
    owner: z.string().max(200).default(''),
    match: Match,
    /** What must be so when the action is proposed: an expression with a result. `{{ entity.id }}` and its like are known to it. */
    guard: z
      .object({
        promql: RunbookCondition.shape.promql,
        /** Why the action would be wrong where it is not so. */
        reason: z.string().min(1).max(500),
      })
      .strict()
      .optional(),
    action: RunbookAction,
    verify: z
      .object({
        consecutive: z.number().int().min(LEAST_CONSECUTIVE).max(1000).default(LEAST_CONSECUTIVE),
        deadlineSeconds: z.number().int().min(5).max(3600).default(120),
      })
      .strict()
      .prefault({}),
  })
  .strict();
export type RunbookDocument = z.infer<typeof RunbookDocument>;

/** A loaded runbook; `version` is a hash of its text, so that every edit is another version. */
export type Runbook = RunbookDocument & { readonly version: string };
