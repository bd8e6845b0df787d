/** Of the series that the bench sends: ten labels each, and values like those of node_exporter. */
const NAMES = 40;
const SERIES_PER_POD = 500;
const PAGE = 4096;

/** Labels of series `i`, sorted by name, as a sender must. */
export function labelsOf(i: number): [name: string, value: string][] {
  const pod = Math.floor(i / SERIES_PER_POD);
  const within = i % SERIES_PER_POD;
  return [
    ['__name__', `bench_${shapeOf(i)}_metric_${within % NAMES}`],
    ['cluster', 'production-eu-west-1'],
    ['container', `service-${pod % 7}`],
    ['device', `device-${Math.floor(within / NAMES)}`],
    ['env', 'production'],
    ['instance', `10.20.${pod >> 8}.${pod & 255}:9100`],
    ['job', `kubernetes-pods-${pod % 5}`],
    ['namespace', `team-${pod % 11}`],
    ['pod', `service-${pod % 7}-6d4cf56db6-${(pod * 2_654_435_761) % 100_000}`],
    ['region', 'eu-west-1'],
  ];
}

export type Shape = 'constant' | 'events_total' | 'seconds_total' | 'bytes';

/** 40% never change, 30% count events, 10% count seconds, 20% are gauges of bytes. */
export function shapeOf(i: number): Shape {
  const part = i % 10;
  return part < 4 ? 'constant' : part < 7 ? 'events_total' : part < 8 ? 'seconds_total' : 'bytes';
}

/** Next value of series `i` after `value`; `random` in [0, 1). */
export function nextValue(i: number, value: number, random: number): number {
  switch (shapeOf(i)) {
    case 'constant':
      return i % 97;
    case 'events_total':
      return value + Math.floor(random * random * 2_000);
    case 'seconds_total':
      return Math.round((value + random * 15) * 100) / 100;
    case 'bytes':
      return random < 0.3 ? value : Math.max(PAGE, value + Math.floor((random - 0.65) * 4_000) * PAGE);
  }
}

/** Value of a series before its first step. */
export const firstValue = (i: number): number => (shapeOf(i) === 'bytes' ? 100_000 * PAGE : 0);

/** Deterministic numbers in [0, 1), so that every receiver gets the same load (mulberry32). */
export function randomNumbers(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}
