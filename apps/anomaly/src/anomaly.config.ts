import { SERVICE_PORTS } from '@cloudops/contracts';
import { ServiceConfig } from '@cloudops/platform-config';
import { z } from 'zod';

export const AnomalyConfig = ServiceConfig.extend({
  PORT: ServiceConfig.shape.PORT.default(SERVICE_PORTS.anomaly),
  /** Seconds that every anomaly of an incident must have been clear before it is resolved. */
  INCIDENT_QUIET_SECONDS: z.coerce.number().min(1).max(86_400).default(30),
  /** Seconds between two snapshots of detector state (2 KB a view); what came since is replayed from the journal after a crash. */
  SNAPSHOT_SECONDS: z.coerce.number().min(0.2).max(600).default(120),
  /** Partitions of metrics-ingest's journal that are looked for at start, before any was heard of; one that is not there costs a question. */
  PARTITIONS: z.coerce.number().int().min(1).max(256).default(4),
  /** Views (about 4 KB each) that are watched at most; further series are not scored. */
  MAX_VIEWS: z.coerce.number().int().min(100).max(1_000_000).default(50_000),
  /** Entities whose signals are scored together at most, about 35 KB each. */
  MAX_ENTITIES: z.coerce.number().int().min(0).max(100_000).default(500),
  /** False alarms a week that one series, or one entity's signals together, may raise; 0.1 tells less, 10 tells more. */
  FALSE_ALARMS_PER_WEEK: z.coerce.number().min(0.01).max(100).default(1),
  /** Days that versions of models and their trainings are kept; the versions in use are kept longer. */
  MODELS_DAYS: z.coerce.number().int().min(1).max(3_650).default(90),
  /** Days that cleared anomalies and resolved incidents are kept. */
  FINDINGS_DAYS: z.coerce.number().int().min(1).max(3_650).default(90),
  /** Grafana as a person's browser reaches it: explanations then link to its Explore page. */
  GRAFANA_URL: z
    .url({ protocol: /^https?$/ })
    .optional()
    .meta({ example: 'http://127.0.0.1:3001' }),
  /** Uid of the Prometheus data source there. */
  GRAFANA_DATASOURCE: z.string().min(1).default('prometheus'),
  /** YAML with edges of the topology that no series shows. Read again when it changes. */
  TOPOLOGY_FILE: z.string().min(1).optional().meta({ example: '/etc/cloudops/topology.yaml' }),
  /** Hours after which an alert that fires and is not repeated counts as over; longer than the sender's repeat_interval. */
  ALERT_SILENT_HOURS: z.coerce.number().min(1).max(720).default(48),
});
export type AnomalyConfig = z.output<typeof AnomalyConfig>;
