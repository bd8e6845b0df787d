import { SERVICE_PORTS } from '@cloudops/contracts';
import { checkAddress } from '@cloudops/domain-series';
import { ServiceConfig } from '@cloudops/platform-config';
import { z } from 'zod';

const count = (fallback: number, min = 1) => z.coerce.number().int().min(min).default(fallback);
const port = z.coerce.number().int().min(0).max(65535);

const upstreamUrl = z.url({ protocol: /^https?$/, error: 'is not an http:// or https:// URL' }).superRefine((url, context) => {
  try {
    if (URL.canParse(url)) checkAddress(url, 'The upstream');
  } catch (error) {
    context.addIssue({ code: 'custom', message: error instanceof Error ? error.message : 'is no address' });
  }
});
const externalLabels = z
  .string()
  .regex(/^([a-zA-Z_]\w*=[^,=]+(,[a-zA-Z_]\w*=[^,=]+)*)?$/, 'is not name=value,name=value')
  .default('')
  .transform((text) => Object.fromEntries(text.split(',').flatMap((one) => (one === '' ? [] : [one.split('=') as [string, string]]))));

export const MetricsIngestConfig = ServiceConfig.extend({
  PORT: port.default(SERVICE_PORTS['metrics-ingest']),
  /** YAML file `targets: [{job, url, intervalMs, entity, labels}]` and `fileSd: [{job, files: [glob]}]` (see FileDiscovery), read again when it changes. */
  TARGETS_FILE: z.string().optional(),
  /** 0 turns host metrics off. */
  HOST_METRICS_INTERVAL_MS: count(5_000, 0),
  /**
   * Of a new installation, which keeps it: rows stay where they are. A commit writes a row a partition; a fold holds the rows of one
   * in memory, so that one partition costs less of a small sender and needs more memory (0016).
   */
  PARTITIONS: z.coerce.number().int().min(1).max(256).default(4),
  /** Whole days that raw samples are kept, besides the current one. */
  HISTORY_RETENTION_DAYS: count(15),
  /** Whole days that roll-ups of 5 minutes and of an hour are kept; raw samples that live longer make them needless. */
  ROLLUP_RETENTION_DAYS: count(90),
  /** `upstream`: an existing Prometheus has the history; here are kept the days that HISTORY_UPSTREAM_KEEP_HOURS reach into, and roll-ups. */
  HISTORY: z.enum(['own', 'upstream']).default('own'),
  HISTORY_UPSTREAM_KEEP_HOURS: count(6, 3),
  /** The Prometheus that queries are passed on to when they are not answered here, and that HISTORY=upstream speaks of. */
  UPSTREAM_PROMETHEUS_URL: upstreamUrl.optional().meta({ example: 'http://prometheus:9090' }),
  /** As every variable these can come from a file: UPSTREAM_PROMETHEUS_BEARER_FILE, UPSTREAM_PROMETHEUS_PASSWORD_FILE. */
  UPSTREAM_PROMETHEUS_BEARER: z.string().min(1).optional(),
  UPSTREAM_PROMETHEUS_USER: z.string().min(1).optional(),
  UPSTREAM_PROMETHEUS_PASSWORD: z.string().min(1).optional(),
  /** `name=value,...`: what its external_labels add to the series that it sends to us. */
  UPSTREAM_EXTERNAL_LABELS: externalLabels,
  /** Disk that raw samples and roll-ups may take together; above it the oldest days go before their time. */
  HISTORY_MAX_BYTES: count(20 * 1024 ** 3),
  /** A folder on the disk where Postgres keeps its data, when that is this machine's: only then its free space is known. */
  DISK_PATH: z.string().optional(),
  /** What must stay free there for journal, audit and approvals: below it the oldest days of history go before their time. */
  DISK_RESERVE_BYTES: count(1024 ** 3, 0),
  /** Series known at a time; new ones beyond are refused and counted. */
  MAX_SERIES: count(200_000),
  /** The same for each metric. */
  MAX_SERIES_PER_METRIC: count(50_000),
  MAX_BODY_BYTES: count(8 * 1024 * 1024),
  MAX_DECODED_BYTES: count(32 * 1024 * 1024),
  /** Samples that wait for their commit before senders are told to come back. */
  MAX_PENDING_SAMPLES: count(500_000),
  /** How far a sample may lie behind the newest of its series. */
  OUT_OF_ORDER_MS: count(2 * 3_600_000, 0),
  /** Labels by which a pair of Prometheus says which of the two it is; the second one is taken off. */
  HA_CLUSTER_LABEL: z.string().min(1).max(128).default('cluster'),
  HA_REPLICA_LABEL: z.string().min(1).max(128).default('__replica__'),
  COMPACT_INTERVAL_MS: count(15_000),
  POSTGRES_POOL: z.coerce.number().int().min(2).max(6).default(5),
}).refine(({ HISTORY, UPSTREAM_PROMETHEUS_URL }) => HISTORY === 'own' || UPSTREAM_PROMETHEUS_URL !== undefined, {
  path: ['UPSTREAM_PROMETHEUS_URL'],
  message: 'must be set with HISTORY=upstream',
});
export type MetricsIngestConfig = z.output<typeof MetricsIngestConfig>;

/** The first day of raw samples, since the epoch in UTC: days are let go whole. */
export const firstRawDay = (now: number, { HISTORY, HISTORY_RETENTION_DAYS, HISTORY_UPSTREAM_KEEP_HOURS }: MetricsIngestConfig): number =>
  HISTORY === 'own'
    ? Math.floor(now / 86_400_000) - HISTORY_RETENTION_DAYS
    : Math.floor((now - HISTORY_UPSTREAM_KEEP_HOURS * 3_600_000) / 86_400_000);

/** Injection token of the parsed configuration. */
export const CONFIG = Symbol('MetricsIngestConfig');
