import { GatewayConfig } from './gateway.config.ts';
import { GatewayModule } from './gateway.module.ts';
import { configureGateway } from './inbound/configure-gateway.ts';

/** How the service is put together; main.ts serves it, tests create it. */
export const gateway = {
  service: 'gateway',
  config: GatewayConfig,
  module: (config: GatewayConfig) => GatewayModule.with(config),
  configure: configureGateway,
} as const;
