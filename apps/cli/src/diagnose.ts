import type { HistoryStats, IngestDiagnosis, ResponseData, SystemStatus } from '@cloudops/contracts';
import { relabelRules } from './relabel-rules.ts';

export interface Finding {
  readonly level: 'ok' | 'warning' | 'failure';
  /** What was looked at. */
  readonly check: string;
  readonly message: string;
  /** What to do; empty when nothing is wrong. */
  readonly remedy: string;
}

export interface Examined {
  readonly status: SystemStatus;
  /** Or why it could not be had. */
  readonly history: ResponseData<typeof HistoryStats> | string;
  readonly ingest: ResponseData<typeof IngestDiagnosis> | string;
}

const DISK_FULL_PERCENT = 90;
const LAG_SECONDS = 300;
const LAG_ROWS = 1_000;
const MANY_SERIES = 0.8;

/** What to do about samples that intake refuses, by reason. */
const REFUSALS: Readonly<Record<string, string>> = {
  'too-old': 'They are older than retention: take the past with `cloudops backfill`, or raise HISTORY_RETENTION_DAYS.',
  'in-future': 'The clock of the sender runs ahead: check NTP there.',
  'out-of-order': 'They came too late after newer ones: give one sender fewer shards, or raise OUT_OF_ORDER_MS.',
  'conflicting-value': 'Two senders give different values for the same series: tell them apart by external_labels.',
  'foreign-source': 'The series belongs to another key or scrape job: send from one place only, or tell them apart by external_labels.',
};
const SHED = {
  cap: 'History reached HISTORY_MAX_BYTES: raise it, send fewer series, or lower HISTORY_RETENTION_DAYS.',
  disk: 'Less than DISK_RESERVE_BYTES was free, which is kept for journal, audit and approvals: free disk space.',
} as const;
const SERIES_LIMITS = new Set(['series-limit', 'metric-series-limit']);

/** Everything that was looked at: what is wrong first, each with what mends it. */
export function diagnose({ status, history, ingest }: Examined): Finding[] {
  const findings = [
    ...servicesOf(status),
    ...(typeof ingest === 'string' ? [finding('failure', 'ingest', ingest, 'Start metrics-ingest, or read its log.')] : ingestOf(ingest)),
    typeof history === 'string'
      ? finding('failure', 'history', history, 'Start metrics-ingest, or read its log.')
      : history.shed !== null
        ? finding(
            'warning',
            'history',
            `${history.shed.samples} samples went before their time, last at ${history.shed.at}`,
            SHED[history.shed.reason],
          )
        : finding('ok', 'history', `${history.samples} samples of ${history.series} series, back to ${history.oldest ?? 'nothing yet'}`),
  ];
  const order = { failure: 0, warning: 1, ok: 2 };
  return findings.sort((a, b) => order[a.level] - order[b.level]);
}

const finding = (level: Finding['level'], check: string, message: string, remedy = ''): Finding => ({ level, check, message, remedy });

function servicesOf({ services, host, unavailable }: SystemStatus): Finding[] {
  const states = Object.entries(services).map(([name, { ready, message, checks }]) => {
    const failing = Object.entries(checks)
      .filter(([, { ok }]) => !ok)
      .map(([check, { message: why }]) => `${check}: ${why}`);
    if (ready) return finding('ok', name, 'ready');
    return finding(
      'failure',
      name,
      [message, ...failing].filter(Boolean).join('; ') || 'not ready',
      `Read the log of ${name}; start it again.`,
    );
  });
  const disk =
    host.diskPercent === null
      ? []
      : host.diskPercent > DISK_FULL_PERCENT
        ? [finding('failure', 'disk', `${host.diskPercent.toFixed(0)} % full`, 'Free space, or lower HISTORY_RETENTION_DAYS.')]
        : [finding('ok', 'disk', `${host.diskPercent.toFixed(0)} % full`)];
  return [...states, ...disk, ...Object.entries(unavailable).map(([part, why]) => finding('warning', part, why, 'Ask again in a moment.'))];
}

function ingestOf(ingest: ResponseData<typeof IngestDiagnosis>): Finding[] {
  return [...refusalsOf(ingest), ...keysOf(ingest), lagOf(ingest), seriesOf(ingest)];
}

function refusalsOf({ samplesRefused, samplesAccepted }: ResponseData<typeof IngestDiagnosis>): Finding[] {
  const refused = Object.entries(samplesRefused).filter(([reason, count]) => count > 0 && !SERIES_LIMITS.has(reason));
  if (refused.length === 0) return [finding('ok', 'samples', `${samplesAccepted} accepted since the start`)];
  return refused.map(([reason, count]) =>
    finding('warning', 'samples', `${count} refused as ${reason}`, REFUSALS[reason] ?? 'The log of the sender names the metrics.'),
  );
}

function keysOf({ requests }: ResponseData<typeof IngestDiagnosis>): Finding[] {
  const refused = requests['write-key'] ?? 0;
  if (refused === 0) return [];
  const remedy = 'Give the sender the write key (`write key:` in the output of npm start) as bearer token or basic password.';
  return [finding('warning', 'senders', `${refused} requests with a key that is not known, revoked or expired`, remedy)];
}

function lagOf({ relayLagRows, unfoldedRows, unfoldedSeconds }: ResponseData<typeof IngestDiagnosis>): Finding {
  const message = `${relayLagRows} rows wait to be published, ${unfoldedRows} to be folded, the oldest for ${Math.round(unfoldedSeconds)} s`;
  if (relayLagRows > LAG_ROWS)
    return finding('failure', 'lag', message, 'Is NATS running? The log of metrics-ingest says what the relay meets.');
  if (unfoldedSeconds > LAG_SECONDS)
    return finding('warning', 'lag', message, 'Compaction is behind: look for its failures in the log of metrics-ingest.');
  return finding('ok', 'lag', message);
}

function seriesOf({ series, maxSeries, samplesRefused, largestMetrics }: ResponseData<typeof IngestDiagnosis>): Finding {
  const refused = [...SERIES_LIMITS].reduce((sum, reason) => sum + (samplesRefused[reason] ?? 0), 0);
  const message = `${series} of at most ${maxSeries}${refused > 0 ? `; ${refused} samples of new series refused` : ''}`;
  const isFull = refused > 0 || series >= maxSeries;
  if (!isFull && series < MANY_SERIES * maxSeries) return finding('ok', 'series', message);
  const remedy = `Raise MAX_SERIES, or keep what nobody looks at out: in remote_write of the sending Prometheus,\n${relabelRules(largestMetrics)}`;
  return finding(isFull ? 'failure' : 'warning', 'series', message, remedy);
}
