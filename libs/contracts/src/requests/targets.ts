import { z } from 'zod';
import { defineRequest } from '../contract.ts';
import { EntityRef } from '../entity-ref.ts';
import { Instant } from '../time.ts';

export const LabelName = z.string().regex(/^[a-zA-Z_][a-zA-Z0-9_]*$/);
/** A label's name, or one made of what the expression found: `$1_total`. */
const LabelTemplate = z.string().regex(/^(?:[a-zA-Z_]|\$(?:\{\w+\}|\w+))(?:\w|\$(?:\{\w+\}|\w+))*$/);

/** One step of relabelling, with the meaning and the defaults of Prometheus' `metric_relabel_configs`; expressions are RE2 and anchored. */
export const RelabelRule = z
  .object({
    action: z
      .enum([
        ...['replace', 'keep', 'drop', 'labelmap', 'labeldrop', 'labelkeep'],
        ...['lowercase', 'uppercase', 'keepequal', 'dropequal', 'hashmod'],
      ] as const)
      .default('replace'),
    sourceLabels: z.array(z.string().max(128)).max(20).default([]),
    separator: z.string().max(16).default(';'),
    regex: z.string().max(1024).default('(.*)'),
    /** Needed by `replace`, `lowercase`, `uppercase`, `keepequal`, `dropequal` and `hashmod`. */
    targetLabel: LabelTemplate.max(128).optional(),
    /** Needed by `hashmod`. */
    modulus: z.number().int().min(1).optional(),
    replacement: z.string().max(1024).default('$1'),
  })
  .strict();
export type RelabelRule = z.infer<typeof RelabelRule>;

export const ScrapeTarget = z.object({
  /** Unique; becomes the `job` label and the source `scrape:<job>`. */
  job: z.string().regex(/^[A-Za-z0-9._-]{1,100}$/),
  url: z.url({ protocol: /^https?$/ }),
  intervalMs: z.number().int().min(500).max(3_600_000).default(15_000),
  /** The thing that this endpoint speaks for. */
  entity: EntityRef,
  labels: z.record(LabelName, z.string().max(1024)).default({}),
  /** What becomes of each series' labels; a series can be dropped. */
  relabel: z.array(RelabelRule).max(50).default([]),
  /** More samples than this after relabelling fail the scrape; 0 is no limit. */
  sampleLimit: z.number().int().min(0).max(50_000).default(0),
  /** Whether a timestamp that the target writes is taken, or the time of the scrape instead. */
  honorTimestamps: z.boolean().default(true),
  /** Whether a label that the target exposes wins over one of the target itself, or is renamed to `exported_<name>`. */
  honorLabels: z.boolean().default(false),
  /** Time for one scrape, at most the interval; unless given 10 s, or the interval where that is shorter. */
  timeoutMs: z.number().int().min(100).max(3_600_000).optional(),
  /** Bytes of an exposition, unpacked; more fail the scrape. 0 is our own bound of 16 MiB. */
  bodySizeLimit: z
    .number()
    .int()
    .min(0)
    .max(16 * 1024 * 1024)
    .default(0),
  /** Kept until then unless registered anew; `null` keeps it for good. */
  expiresAt: Instant.nullable().default(null),
});
export type ScrapeTarget = z.infer<typeof ScrapeTarget>;

export const TargetHealth = ScrapeTarget.extend({
  health: z.enum(['up', 'down', 'unknown']),
  lastScrapeAt: Instant.nullable(),
  lastError: z.string().nullable(),
  lastSamples: z.number().int().nonnegative(),
});

export type TargetHealth = z.infer<typeof TargetHealth>;

/** Adds or replaces a scrape target; it survives restarts. */
export const RegisterTarget = defineRequest('targets.register.v1', {
  server: 'metrics-ingest',
  clients: ['gateway'],
  request: ScrapeTarget,
  response: z.object({ target: ScrapeTarget }),
});

export const RemoveTarget = defineRequest('targets.remove.v1', {
  server: 'metrics-ingest',
  clients: ['gateway'],
  request: z.object({ job: z.string() }),
  response: z.object({ removed: z.boolean() }),
});

export const ListTargets = defineRequest('targets.list.v1', {
  server: 'metrics-ingest',
  clients: ['gateway', 'chat'],
  request: z.object({}),
  response: z.object({
    targets: z.array(TargetHealth),
    /** Files of targets that are not used as they are: of each, what was good before stays in force. */
    faults: z.array(z.object({ file: z.string(), message: z.string() })).default([]),
  }),
});
