import { AnomalyConfig } from './anomaly.config.ts';
import { AnomalyModule } from './anomaly.module.ts';

/** How the service is put together; main.ts serves it, tests create it. */
export const anomaly = {
  service: 'anomaly',
  config: AnomalyConfig,
  module: (config: AnomalyConfig) => AnomalyModule.with(config),
} as const;
