import type { INestApplicationContext } from '@nestjs/common';
import { AnomalyConfig } from './anomaly.config.ts';
import { AnomalyModule } from './anomaly.module.ts';
import { Leadership } from './domain/leadership.ts';

/** How the service is put together; main.ts serves it, tests create it. */
export const anomaly = {
  service: 'anomaly',
  config: AnomalyConfig,
  module: (config: AnomalyConfig) => AnomalyModule.with(config),
  /** One replica at a time hears and answers; the others are ready to. */
  attachWhen: (app: INestApplicationContext): Promise<void> | undefined => {
    const leadership = app.get(Leadership, { strict: false });
    return leadership.term === undefined ? leadership.lead() : undefined;
  },
} as const;
