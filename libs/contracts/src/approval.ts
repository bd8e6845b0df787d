import { z } from 'zod';
import { Instant } from './time.ts';

/** Who asked or decided: an API key id, `policy` or `system`. */
export const Actor = z.object({ id: z.string().min(1).max(100), role: z.enum(['viewer', 'operator', 'approver', 'admin', 'system']) });
export type Actor = z.infer<typeof Actor>;

/**
 * A person's yes to exactly one action: single-use (by `id`), expiring, worth nothing for any other `actionHash`, and signed, so that
 * remediation cannot make one. Nobody signs or checks them yet: today the executor takes the role of who approved from the record.
 */
export const Approval = z.object({
  id: z.uuid(),
  remediationId: z.string().min(1).max(100),
  actionHash: z.string().min(1).max(128),
  actor: Actor,
  issuedAt: Instant,
  expiresAt: Instant,
  /** Ed25519 over `approvalText`, base64url. */
  signature: z.string().min(1).max(200),
});
export type Approval = z.infer<typeof Approval>;

/** The text that is signed: every field but the signature, in fixed order. */
export const approvalText = ({ id, remediationId, actionHash, actor, issuedAt, expiresAt }: Omit<Approval, 'signature'>): string =>
  JSON.stringify(['cloudops approval v1', id, remediationId, actionHash, actor.id, actor.role, issuedAt, expiresAt]);
