import type { Labels } from '@cloudops/contracts';

export interface ExposedSample {
  readonly name: string;
  readonly labels: Labels;
  readonly value: number;
}

export interface ExposedFamily {
  readonly name: string;
  readonly type: 'counter' | 'gauge' | 'histogram';
  readonly samples: readonly ExposedSample[];
}

/** Value: the number of the scrape. It tells which samples belong together, whoever kept them. */
export const SCRAPE_METRIC = 'endurance_scrape';
const COUNTERS = 100;
const GAUGES = 100;
const HISTOGRAMS = 20;
const BOUNDS = [0.005, 0.01, 0.05, 0.1, 0.5, 1, 5, Infinity];
/** A counter starts again after so many scrapes; a pod is replaced by another one. */
const RESTART_AFTER = 97;
const POD_LIVES = 30;
const PODS = 20;
/** No -0: senders leave a zero off the wire, whatever its sign. */
const EXTREMES = [NaN, Infinity, -Infinity, 0, 1e308, 2.5];

/**
 * What is exposed at a scrape: a function of seed and number alone, so that what a sender has kept can be checked against it. Counters
 * that restart, gauges, gauges of extreme values, series that come and go, histograms. Gauges are eighths: exact in any parser.
 */
export function exposedAt(seed: number, scrape: number): readonly ExposedFamily[] {
  const random = (series: number): number => mix(seed, series, scrape);
  return [
    family(SCRAPE_METRIC, 'gauge', [['', {}, scrape]]),
    family(
      'endurance_events_total',
      'counter',
      times(COUNTERS, (i) => ['', { shard: `${i}` }, (scrape % RESTART_AFTER) * (i + 1) + (random(i) % (i + 1))]),
    ),
    family(
      'endurance_level',
      'gauge',
      times(GAUGES, (i) => ['', { room: `${i}` }, (random(1_000 + i) % 80_000) / 8 - 5_000]),
    ),
    family(
      'endurance_extreme',
      'gauge',
      EXTREMES.map((value, i) => ['', { kind: `${i}` }, EXTREMES[(scrape + i) % EXTREMES.length] ?? value]),
    ),
    family(
      'endurance_pod_up',
      'gauge',
      times(PODS, (i) => ['', { pod: `pod-${i}-${Math.floor((scrape + i) / POD_LIVES)}` }, 1]),
    ),
    family(
      'endurance_now_and_then',
      'gauge',
      times(10, (i) => i)
        .filter((i) => (scrape + i) % 5 !== 0)
        .map((i) => ['', { i: `${i}` }, scrape]),
    ),
    family('endurance_seconds', 'histogram', times(HISTOGRAMS, (i) => histogram(i, scrape)).flat()),
  ];
}

/** Prometheus text format 0.0.4. */
export const expositionText = (families: readonly ExposedFamily[]): string =>
  families
    .flatMap(({ name, type, samples }) => [
      `# TYPE ${name} ${type}`,
      ...samples.map((sample) => `${sample.name}${labelsText(sample.labels)} ${numberText(sample.value)}`),
    ])
    .join('\n') + '\n';

type Row = [suffix: string, labels: Labels, value: number];

const family = (name: string, type: ExposedFamily['type'], rows: readonly Row[]): ExposedFamily => ({
  ...{ name, type },
  samples: rows.map(([suffix, labels, value]) => ({ name: name + suffix, labels, value })),
});

function histogram(i: number, scrape: number): Row[] {
  const route = { route: `/r/${i}` };
  const count = (scrape % RESTART_AFTER) * BOUNDS.length * (i + 1);
  const buckets = BOUNDS.map((le, k): Row => ['_bucket', { ...route, le: numberText(le) }, (count / BOUNDS.length) * (k + 1)]);
  return [...buckets, ['_sum', route, count / 8], ['_count', route, count]];
}

const times = <T>(count: number, make: (i: number) => T): T[] => Array.from({ length: count }, (_, i) => make(i));

function numberText(value: number): string {
  if (Math.abs(value) === Infinity) return value > 0 ? '+Inf' : '-Inf';
  return String(value);
}

function labelsText(labels: Labels): string {
  const pairs = Object.entries(labels).map(([name, value]) => `${name}="${value}"`);
  return pairs.length === 0 ? '' : `{${pairs.join()}}`;
}

/** A whole number of 32 bits (MurmurHash3's fmix32 over a sum of odd multiples). */
function mix(seed: number, series: number, scrape: number): number {
  let mixed = (Math.imul(seed, 0x9e3779b1) + Math.imul(series, 0x85ebca77) + Math.imul(scrape, 0xc2b2ae3d)) | 0;
  mixed = Math.imul(mixed ^ (mixed >>> 16), 0x85ebca6b);
  mixed = Math.imul(mixed ^ (mixed >>> 13), 0xc2b2ae35);
  return (mixed ^ (mixed >>> 16)) >>> 0;
}
