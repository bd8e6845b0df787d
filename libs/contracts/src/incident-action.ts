import { z } from 'zod';
import { Instant } from './time.ts';

const Person = z.string().trim().min(1).max(100);
const Words = z.string().trim().min(1).max(4_000);

/** What people do about an incident. */
export const IncidentAction = z.discriminatedUnion('type', [
  z.object({ type: z.literal('acknowledge') }).strict(),
  /** `null` takes it out of everybody's hands. */
  z.object({ type: z.literal('assign'), to: Person.nullable() }).strict(),
  /** `null` ends a snooze. */
  z.object({ type: z.literal('snooze'), until: Instant.nullable() }).strict(),
  /** To the next shift: the assignee changes, and whoever gets it has not acknowledged it yet. */
  z.object({ type: z.literal('hand-over'), to: Person, note: Words }).strict(),
  z.object({ type: z.literal('comment'), text: Words }).strict(),
]);
export type IncidentAction = z.infer<typeof IncidentAction>;

const Reason = Words.describe('Why; it is told in both timelines');

/** One trouble that shows as two incidents becomes one: that of the path is over, the other one takes over what is in it. */
export const IncidentMerge = z.object({ into: z.string().trim().min(1).max(100), reason: Reason }).strict();
export type IncidentMerge = z.infer<typeof IncidentMerge>;

/** Two troubles in one incident become two: these parts leave it for an incident of their own. */
export const IncidentSplit = z
  .object({
    /** Ids. */
    anomalies: z.array(z.string().min(1).max(100)).max(100).default([]),
    /** Fingerprints. */
    alerts: z.array(z.string().min(1).max(200)).max(100).default([]),
    reason: Reason,
  })
  .strict();
export type IncidentSplit = z.infer<typeof IncidentSplit>;
