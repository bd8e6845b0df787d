import { z } from 'zod';
import { Alert } from '../alert.ts';
import { defineRequest } from '../contract.ts';
import { EntityRef } from '../entity-ref.ts';
import { OperationalChange } from '../operational-change.ts';
import { EpochMs } from '../time.ts';
import { TopologyEdge } from '../topology.ts';

/** Alerts and conditions that were told or found, the latest firing of each, newest first. */
export const ListAlerts = defineRequest('alerts.list.v1', {
  server: 'anomaly',
  clients: ['gateway', 'chat'],
  request: z.object({ firing: z.boolean().optional(), limit: z.number().int().min(1).max(500).default(50) }),
  response: z.object({ alerts: z.array(Alert) }),
});

/** Records a change; one that was told before stays as it was told first. */
export const RecordChange = defineRequest('changes.record.v1', {
  server: 'anomaly',
  clients: ['gateway'],
  request: OperationalChange,
  response: z.object({ change: OperationalChange, recorded: z.boolean() }),
});

/** Changes between two times, newest first. */
export const ListChanges = defineRequest('changes.list.v1', {
  server: 'anomaly',
  clients: ['gateway', 'chat'],
  request: z.object({
    entity: EntityRef.optional(),
    from: EpochMs.optional(),
    to: EpochMs.optional(),
    limit: z.number().int().min(1).max(500).default(50),
  }),
  response: z.object({ changes: z.array(OperationalChange) }),
});

/** Who depends on whom, as far as it was seen lately; the latest sight first. */
export const GetTopology = defineRequest('topology.get.v1', {
  server: 'anomaly',
  clients: ['gateway', 'chat'],
  request: z.object({ limit: z.number().int().min(1).max(2_000).default(1_000) }),
  response: z.object({ edges: z.array(TopologyEdge) }),
});
