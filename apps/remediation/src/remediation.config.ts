import { ServiceConfig } from '@cloudops/platform-config';
import { z } from 'zod';

export const RemediationConfig = ServiceConfig.extend({
  /** Folder of runbooks, one YAML file each. */
  RUNBOOKS_DIR: z.string().min(1).meta({ example: 'apps/remediation/defaults/runbooks' }),
  POLICY_FILE: z.string().min(1).meta({ example: 'apps/remediation/defaults/policy.yaml' }),
  /** Without it there is nothing that may be acted on. */
  INVENTORY_FILE: z.string().min(1).optional().meta({ example: '/etc/cloudops/inventory.yaml' }),
  /** Where heads of the audit chain are kept; not on the database's disk, if that can be. */
  AUDIT_ANCHOR_FILE: z.string().min(1).optional().meta({ example: '/var/lib/cloudops/remediation.anchors.jsonl' }),
  /** Bearer key of POST /kill-switch; without it the switch cannot be set over HTTP. */
  KILL_SWITCH_KEY: z.string().min(16).optional(),
});
export type RemediationConfig = z.output<typeof RemediationConfig>;
