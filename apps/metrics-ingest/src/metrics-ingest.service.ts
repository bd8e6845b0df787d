import type { ServiceOptions } from '@cloudops/platform-http';
import { streamBodies } from './inbound/body-stream.ts';
import type { MetricsIngestConfig } from './metrics-ingest.config.ts';
import { MetricsIngestModule } from './metrics-ingest.module.ts';

/** Everything that makes this service but its configuration: for main.ts and for tests. */
export const metricsIngest: Omit<ServiceOptions<MetricsIngestConfig>, 'config'> = {
  service: 'metrics-ingest',
  module: (config) => MetricsIngestModule.with(config),
  configure: streamBodies,
};
