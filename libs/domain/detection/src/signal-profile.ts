import type { GoldenSignal, Severity, Tolerance } from '@cloudops/contracts';

/** What a person knows about a signal before seeing any of its data. All values in the view's own unit. */
export interface SignalProfile {
  readonly signal: GoldenSignal;
  /** What the signal is called in a sentence, e.g. `CPU`. */
  readonly title: string;
  readonly unit: 'seconds' | 'bytes' | 'bytes/s' | 'cores' | 'ratio' | 'per second' | 'number';
  /** The direction that hurts; leaving the band the other way informs but is never severe. */
  readonly badSide: 'above' | 'below' | 'both';
  /** The band is never narrower than this to either side: relative to the level, and absolute. */
  readonly floorRelative: number;
  readonly floorAbsolute: number;
  /** On the bad side, values that are not yet beyond this are never more than `low`; `undefined` when no such limit is known. */
  readonly impact?: number;
  readonly maxSeverity: Severity;
  /** An excursion is sustained after this many ms: a host is often busy for a moment, a workload rarely is. */
  readonly sustainedMs: number;
  /** Factor on how far out, and how rare, something must be to be told; 1 where it is not given (`demandOf`). */
  readonly demand?: number;
  /** What people said is no anomaly. */
  readonly tolerance?: Tolerance;
}

const GIB = 2 ** 30;
const saturation = { signal: 'saturation', badSide: 'above', maxSeverity: 'critical' } as const;

/** A generic series: nothing is known but its own history. */
export const GENERIC: SignalProfile = {
  signal: 'other',
  title: 'value',
  unit: 'number',
  badSide: 'both',
  floorRelative: 0.05,
  floorAbsolute: 0,
  maxSeverity: 'medium',
  sustainedMs: 10_000,
};

const GENERIC_RATE: SignalProfile = { ...GENERIC, unit: 'per second', floorRelative: 0.2, floorAbsolute: 0.5 };

type Rule = readonly [metric: RegExp, profile: Partial<SignalProfile> & Pick<SignalProfile, 'title'>];

/** First match wins. Matched against the metric's name; the floors keep a fresh process, a garbage collection or a log rotation quiet. */
const RULES: readonly Rule[] = [
  [/^up$/, { title: 'scrape', signal: 'errors', badSide: 'below', maxSeverity: 'high', floorAbsolute: 0.3 }],
  [/^process_cpu_seconds_total$/, { ...saturation, title: 'CPU', unit: 'cores', floorAbsolute: 0.12, floorRelative: 0.3, impact: 0.25 }],
  [/_cpu_usage_seconds_total$/, { ...saturation, title: 'CPU', unit: 'cores', floorAbsolute: 0.12, floorRelative: 0.3, impact: 0.25 }],
  [
    /^process_cpu_(user|system)_seconds_total$/,
    { title: 'CPU by mode', unit: 'cores', floorAbsolute: 0.12, floorRelative: 0.3, maxSeverity: 'low' },
  ],
  [/^node_(scrape|textfile|exporter)_/, { title: 'exporter figure', maxSeverity: 'low', floorRelative: 0.5, floorAbsolute: 0.5 }],
  [/^node_load\d+$/, { ...saturation, title: 'load', floorAbsolute: 1.5, floorRelative: 0.5, maxSeverity: 'medium' }],
  [
    /^node_memory_MemAvailable_bytes$/,
    { ...saturation, title: 'memory available', unit: 'bytes', badSide: 'below', floorRelative: 0.25, impact: GIB },
  ],
  [
    /^node_filesystem_avail_bytes$/,
    { ...saturation, title: 'disk space', unit: 'bytes', badSide: 'below', floorRelative: 0.1, floorAbsolute: GIB / 4, impact: 2 * GIB },
  ],
  [
    /^node_disk_io_time_seconds_total$/,
    { ...saturation, title: 'disk busy', unit: 'ratio', floorAbsolute: 0.25, impact: 0.7, maxSeverity: 'medium' },
  ],
  [/^node_(memory|filesystem|vmstat|netstat|sockstat|softnet|schedstat)/, { title: 'host figure', maxSeverity: 'low', floorRelative: 0.5 }],
  [/^node_disk_.*bytes/, { title: 'disk traffic', unit: 'bytes/s', floorRelative: 0.5, floorAbsolute: 1e6 }],
  [/^node_network_.*bytes/, { title: 'network traffic', unit: 'bytes/s', floorRelative: 0.5, floorAbsolute: 2e5 }],
  [/^node_(disk|network)/, { title: 'device activity', maxSeverity: 'low', floorRelative: 0.5, floorAbsolute: 50 }],
  [/^node_(context_switches|intr|forks)/, { title: 'kernel activity', maxSeverity: 'low', floorRelative: 0.5, floorAbsolute: 100 }],
  [
    /^(process_resident_memory_bytes|container_memory_working_set_bytes)$/,
    { ...saturation, title: 'memory', unit: 'bytes', floorRelative: 0.25, floorAbsolute: 24e6 },
  ],
  [
    /^(nodejs|process|go|jvm|python)_.*(memory|heap|space).*_bytes/,
    { title: 'memory part', unit: 'bytes', floorRelative: 0.5, floorAbsolute: 32e6 },
  ],
  [
    /^nodejs_eventloop_lag(_mean|_p50|_p90|_p99)?_seconds$/,
    { ...saturation, title: 'event loop lag', unit: 'seconds', floorAbsolute: 0.05, floorRelative: 1 },
  ],
  [
    /^(nodejs_eventloop_lag|nodejs_gc|go_gc|jvm_gc)/,
    { title: 'runtime pause', unit: 'seconds', floorAbsolute: 0.1, floorRelative: 1, maxSeverity: 'low' },
  ],
  [
    /^(nodejs|process|go|jvm|scrape|promhttp|prometheus)_/,
    { title: 'runtime figure', floorRelative: 0.5, floorAbsolute: 5, maxSeverity: 'low' },
  ],
  [
    /(error|failure|failed|exception|panic|dropped|rejected)s?(_total|_count)?$/,
    { title: 'errors', signal: 'errors', badSide: 'above', floorAbsolute: 0.2, floorRelative: 0.5, maxSeverity: 'critical' },
  ],
  [
    /(duration|latency|response_time|wait_time)(_seconds|_milliseconds|_ms)?(_sum)?$/,
    {
      title: 'latency',
      signal: 'latency',
      badSide: 'above',
      unit: 'seconds',
      floorAbsolute: 0.015,
      floorRelative: 0.5,
      maxSeverity: 'critical',
    },
  ],
  [
    /(requests|request|queries|calls|messages|http_\w*)(_seconds)?(_total|_count)$/,
    { title: 'traffic', signal: 'traffic', badSide: 'below', floorRelative: 0.3, floorAbsolute: 1, maxSeverity: 'medium' },
  ],
  [
    /(utilization|utilisation|usage_ratio|saturation)$/,
    { ...saturation, title: 'utilisation', unit: 'ratio', floorRelative: 0.2, floorAbsolute: 0.1, impact: 0.8 },
  ],
  [/(queue|backlog|pending|lag).*/, { ...saturation, title: 'queue', floorRelative: 0.5, floorAbsolute: 5, maxSeverity: 'medium' }],
];

const ERRORS: SignalProfile = {
  ...GENERIC,
  title: 'errors',
  unit: 'per second',
  signal: 'errors',
  badSide: 'above',
  floorAbsolute: 0.2,
  floorRelative: 0.5,
  maxSeverity: 'critical',
};

/** @param kind how the view turns samples into numbers: a mean of `_sum/_count` is a latency, a rate of `_count` is traffic. */
export function profileOf(name: string, labels: Readonly<Record<string, string>>, kind: 'value' | 'rate' | 'ratio'): SignalProfile {
  if (name === 'node_cpu_seconds_total') return hostCpu(labels['mode'] ?? '');
  if (kind === 'rate' && isErrorSeries(name, labels)) return ERRORS;
  const rule = RULES.find(([metric]) => metric.test(name))?.[1];
  // a counter of seconds that is not paired with a count is no latency
  const named = unitOfName(name);
  if (!rule || (rule.signal === 'latency' && kind === 'rate')) {
    return kind === 'rate' ? { ...GENERIC_RATE, unit: RATE_UNITS[named] ?? 'per second' } : { ...GENERIC, unit: named };
  }
  const scale = rule.signal === 'latency' && /(milliseconds|_ms)(_sum)?$/.test(name) ? 1000 : 1;
  const profile = { ...GENERIC, unit: named, ...rule, floorAbsolute: (rule.floorAbsolute ?? 0) * scale };
  if (kind !== 'rate') return profile;
  return { ...profile, unit: RATE_UNITS[profile.unit] ?? profile.unit };
}

/** Prometheus' naming convention ends a name with its base unit. */
const unitOfName = (name: string): SignalProfile['unit'] => (/_bytes(_total|_sum)?$/.test(name) ? 'bytes' : 'number');

const RATE_UNITS: Partial<Record<SignalProfile['unit'], SignalProfile['unit']>> = {
  number: 'per second',
  seconds: 'per second',
  bytes: 'bytes/s',
};

/** A host is saturated when little idle time is left, on more than one of its processors: its load tells. The other modes only say by what. */
function hostCpu(mode: string): SignalProfile {
  const cpu = { ...GENERIC, title: `CPU ${mode}`.trim(), unit: 'cores', floorAbsolute: 0.25 } as const;
  return mode === 'idle'
    ? { ...cpu, ...saturation, badSide: 'below', impact: 0.25, maxSeverity: 'medium' }
    : { ...cpu, maxSeverity: 'low' };
}

const STATUS_LABELS = ['code', 'status', 'status_code', 'http_status'];
const isErrorSeries = (name: string, labels: Readonly<Record<string, string>>): boolean =>
  /_(total|count)$/.test(name) && STATUS_LABELS.some((l) => /^5\d\d$|^5xx$|^error$/i.test(labels[l] ?? ''));
