import { z } from 'zod';
import { defineRequest } from '../contract.ts';
import { Actor, Approval } from '../approval.ts';
import { InventoryEntry } from '../inventory-entry.ts';
import { Remediation, RemediationState, RunbookCondition } from '../remediation.ts';
import { Instant } from '../time.ts';

/** Newest first. */
export const ListRemediations = defineRequest('remediations.list.v1', {
  server: 'remediation',
  clients: ['gateway', 'chat'],
  request: z.object({
    state: RemediationState.optional(),
    incidentId: z.string().max(100).optional(),
    limit: z.number().int().min(1).max(200).default(50),
    cursor: z.string().max(100).optional(),
  }),
  response: z.object({ remediations: z.array(Remediation), cursor: z.string().nullable() }),
});

export const GetRemediation = defineRequest('remediations.get.v1', {
  server: 'remediation',
  clients: ['gateway', 'chat'],
  request: z.object({ id: z.string().max(100) }),
  response: z.object({ remediation: Remediation }),
});

const Decision = z.object({
  id: z.string().max(100),
  /** Hash of the action that the person saw; any other state of affairs is refused with `conflict`. */
  actionHash: z.string().max(128),
  actor: Actor,
  reason: z.string().max(1000).default(''),
});

export const ApproveRemediation = defineRequest('remediations.approve.v1', {
  server: 'remediation',
  clients: ['gateway'],
  /** `approval`: signed by gateway for this person and this hash. */
  request: Decision.extend({ approval: Approval.nullable().default(null) }),
  response: z.object({ remediation: Remediation }),
});

export const RefuseRemediation = defineRequest('remediations.refuse.v1', {
  server: 'remediation',
  clients: ['gateway'],
  request: Decision,
  response: z.object({ remediation: Remediation }),
});

export const ListInventory = defineRequest('inventory.list.v1', {
  server: 'remediation',
  clients: ['gateway', 'chat'],
  request: z.object({}),
  response: z.object({ entries: z.array(InventoryEntry) }),
});

export const ListRunbooks = defineRequest('runbooks.list.v1', {
  server: 'remediation',
  clients: ['gateway', 'chat', 'anomaly'],
  request: z.object({}),
  response: z.object({
    runbooks: z.array(
      z.object({
        ...{ id: z.string(), version: z.string(), title: z.string(), actionKind: z.string(), file: z.string() },
        /** What opens incidents of kind `condition`; most runbooks wait for those of others. */
        when: RunbookCondition.nullable().default(null),
      }),
    ),
  }),
});

/** The audit chain, oldest first, from `afterPosition`. */
export const ListAudit = defineRequest('audit.list.v1', {
  server: 'remediation',
  clients: ['gateway', 'chat'],
  request: z.object({
    remediationId: z.string().max(100).optional(),
    afterPosition: z.number().int().nonnegative().default(0),
    limit: z.number().int().min(1).max(500).default(100),
  }),
  response: z.object({
    rows: z.array(
      z.object({
        position: z.number().int(),
        at: Instant,
        actor: z.string(),
        action: z.string(),
        subject: z.string(),
        detail: z.record(z.string(), z.unknown()),
        hash: z.string(),
      }),
    ),
    /** Whether the whole chain verifies, against heads that were kept outside of the database too, and where it first does not. */
    intact: z.boolean(),
    brokenAt: z.number().int().nullable(),
    /** Position of the newest head that was kept outside of the database; null where none is kept. */
    anchoredTo: z.number().int().nullable().default(null),
  }),
});
