import { EntityRef, GoldenSignal, RunbookCondition, Severity } from '@cloudops/contracts';
import { z } from 'zod';
import { LEAST_CONSECUTIVE } from './judge.ts';

const Id = z.string().regex(/^[a-z0-9][a-z0-9-]{0,62}$/, 'lower-case letters, digits and dashes, at most 63');

/** One runbook as it is written in YAML: when it fits, the one action, and what counts as success. */
const SECONDS: Readonly<Record<string, number>> = { s: 1, m: 60, h: 3600 };
const Duration = z
  .string()
  .regex(/^\d{1,5}[smh]$/, 'is a duration like 30s, 5m or 1h')
  .transform((text) => Number(text.slice(0, -1)) * SECONDS[text.slice(-1)]!);

export const RunbookDocument = z
  .object({
    id: Id,
    title: z.string().min(1).max(200),
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
    match: z
      .object({
        entityKind: EntityRef.shape.kind,
        signals: z.array(GoldenSignal).min(1),
        /** Lowest severity of the incident. */
        minSeverity: Severity.default('low'),
      })
      .strict(),
    action: z.object({ kind: z.literal('restart-workload'), timeoutSeconds: z.number().int().min(5).max(600).default(60) }).strict(),
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
