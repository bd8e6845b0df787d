import { LogLevel } from '@cloudops/contracts';
import { z } from 'zod';

export const ExecutorConfig = z.object({
  /** The executor's own role: reads intents, remediations and the kill switch, writes outcomes, nothing else. */
  EXECUTOR_DATABASE_URL: z.url({ protocol: /^postgres(ql)?$/ }).meta({ example: 'postgres://executor:PASSWORD@127.0.0.1:5432/cloudops' }),
  INVENTORY_FILE: z.string().min(1).optional().meta({ example: '/etc/cloudops/inventory.yaml' }),
  POLICY_FILE: z.string().min(1).meta({ example: 'apps/remediation/defaults/policy.yaml' }),
  LOG_LEVEL: LogLevel.default('info'),
});
export type ExecutorConfig = z.output<typeof ExecutorConfig>;
