import { EntityRef, GoldenSignal, Severity } from '@cloudops/contracts';
import { z } from 'zod';
import { LEAST_CONSECUTIVE } from './judge.ts';

const Id = z.string().regex(/^[a-z0-9][a-z0-9-]{0,62}$/, 'lower-case letters, digits and dashes, at most 63');

/** One runbook as it is written in YAML: when it fits, the one action, and what counts as success. */
export const RunbookDocument = z
  .object({
    id: Id,
    title: z.string().min(1).max(200),
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
