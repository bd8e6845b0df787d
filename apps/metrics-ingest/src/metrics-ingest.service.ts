import type { ServiceOptions } from '@cloudops/platform-http';
import { routeRemoteWrite } from './inbound/remote-write.route.ts';
import type { MetricsIngestConfig } from './metrics-ingest.config.ts';
import { MetricsIngestModule } from './metrics-ingest.module.ts';

/** Everything that makes this service but its configuration: for main.ts and for tests. */
export const metricsIngest: Omit<ServiceOptions<MetricsIngestConfig>, 'config'> = {
  service: 'metrics-ingest',
  module: (config) => MetricsIngestModule.with(config),
  configure: routeRemoteWrite,
};
