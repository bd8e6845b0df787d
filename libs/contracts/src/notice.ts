import { z } from 'zod';
import { Severity } from './anomaly.ts';
import { Instant } from './time.ts';

/** What somebody is told about. */
export const NoticeKind = z.enum([
  'incident-opened',
  'incident-worsened',
  'incident-resolved',
  'approval-wanted',
  'remediation-started',
  'remediation-verified',
  'remediation-rolled-back',
  'remediation-failed',
  'remediation-unknown',
  'guardrail-tripped',
  'kill-switch',
]);
export type NoticeKind = z.infer<typeof NoticeKind>;

/** What remediation wants said; to whom, over what, and whether at all is decided by gateway, which keeps the ledger. */
export const Notice = z.object({
  id: z.string().min(1).max(150),
  kind: NoticeKind,
  severity: Severity,
  at: Instant,
  /** One line, plain text. */
  title: z.string().max(300),
  /** Why, in plain text; names from telemetry are data in it and are escaped by whoever renders it. */
  text: z.string().max(4_000),
  incidentId: z.string().max(100).nullable(),
  remediationId: z.string().max(100).nullable(),
  /** Environment and inventory id or entity, for routing and for silences. */
  environment: z.string().max(100),
  target: z.string().max(300),
});
export type Notice = z.infer<typeof Notice>;
