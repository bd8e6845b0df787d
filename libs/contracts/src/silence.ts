import { z } from 'zod';
import { Matcher } from './series.ts';
import { Instant } from './time.ts';
import { WeeklyWindow } from './weekly-window.ts';

/**
 * Whom a silence is about: labels of the series (`__name__` is the metric) and, under names of their own, what the anomaly is about:
 * `entity` (its id), `entity_kind`, `entity_environment`.
 */
export const SilenceMatchers = z.array(Matcher).min(1).max(20);

export const NewSilence = z.object({
  matchers: SilenceMatchers,
  /** Now unless given. */
  startsAt: Instant.optional(),
  /** Needed unless it comes back every week. */
  endsAt: Instant.nullable().default(null),
  /** Only in these hours, between start and end: a maintenance window. */
  weekly: WeeklyWindow.nullable().default(null),
  /** Why; whoever wonders about a missing incident reads it. */
  comment: z.string().trim().min(1).max(1_000),
});
export type NewSilence = z.infer<typeof NewSilence>;

export const Silence = NewSilence.extend({
  id: z.string(),
  startsAt: Instant,
  createdBy: z.string(),
  createdAt: Instant,
  /** Who ended it before its time. */
  expiredBy: z.string().nullable().default(null),
});
export type Silence = z.infer<typeof Silence>;

export const SilenceState = z.enum(['active', 'pending', 'expired']);
export type SilenceState = z.infer<typeof SilenceState>;

/** What a silence would have hidden. */
export const SilencePreview = z.object({
  days: z.number(),
  anomalies: z.object({
    total: z.number().int(),
    hidden: z.number().int(),
    /** The newest of them. */
    newest: z.array(z.object({ id: z.string(), entity: z.string(), metric: z.string(), detectedAt: Instant, reason: z.string() })),
  }),
  incidents: z.object({
    total: z.number().int(),
    /** Those of which every anomaly is hidden, so that they would not have opened. */
    hidden: z.number().int(),
    newest: z.array(
      z.object({ id: z.string(), title: z.string(), severity: z.string(), openedAt: Instant, effect: z.enum(['hidden', 'smaller']) }),
    ),
  }),
  /** What whoever adds it should think about first. */
  warnings: z.array(z.string()),
});
export type SilencePreview = z.infer<typeof SilencePreview>;

/** Matchers as a person writes them: `{entity="web",__name__=~"node_.*"}`. */
export const selectorText = (matchers: readonly Matcher[]): string =>
  `{${matchers.map(({ label, op, value }) => `${label}${op}${JSON.stringify(value)}`).join(',')}}`;
