import { serve } from '@cloudops/platform-http';
import { MetricsIngestConfig } from './metrics-ingest.config.ts';
import { metricsIngest } from './metrics-ingest.service.ts';

await serve({ ...metricsIngest, config: MetricsIngestConfig });
