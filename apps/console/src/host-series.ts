import type { SampleLine } from './api.ts';

/** Lines of one host chart on a shared time axis (seconds since the epoch). */
export interface HostLines {
  times: number[];
  cpuPercent: (number | null)[];
  memoryPercent: (number | null)[];
  receiveBytes: (number | null)[];
  transmitBytes: (number | null)[];
  load1: (number | null)[];
}

const NAMES = [
  'node_cpu_seconds_total',
  'node_memory_MemAvailable_bytes',
  'node_memory_MemTotal_bytes',
  'node_network_receive_bytes_total',
  'node_network_transmit_bytes_total',
  'node_load1',
];

export const HOST_SELECTOR = `{job="host",__name__=~"${NAMES.join('|')}",mode=~"idle|",device!="lo"}`;

type ByTime = Map<number, number>;

const GAP_MS = 60_000;

/** Turns the host's raw samples into what people read: busy CPU, used memory, bytes a second, load. */
export function hostLines(samples: readonly SampleLine[]): HostLines {
  const named = (name: string): ByTime[] => merge(samples.filter((line) => line.series.name === name));
  const idle = named('node_cpu_seconds_total').map(rates);
  const available = named('node_memory_MemAvailable_bytes')[0] ?? new Map<number, number>();
  const total = named('node_memory_MemTotal_bytes')[0] ?? new Map<number, number>();
  const load = named('node_load1')[0] ?? new Map<number, number>();
  const times = withGaps([...new Set([...available.keys(), ...load.keys()])].sort((a, b) => a - b));
  return {
    times: times.map((time) => time / 1000),
    cpuPercent: times.map((time) => percent(1 - mean(idle, time))),
    memoryPercent: times.map((time) => percent(1 - (available.get(time) ?? NaN) / (total.get(time) ?? NaN))),
    receiveBytes: times.map((time) => sum(named('node_network_receive_bytes_total').map(rates), time)),
    transmitBytes: times.map((time) => sum(named('node_network_transmit_bytes_total').map(rates), time)),
    load1: times.map((time) => load.get(time) ?? null),
  };
}

/** Adds an empty instant after the last sample before a gap, so that the line breaks there instead of bridging it. */
function withGaps(times: readonly number[]): number[] {
  return times.flatMap((time, i) => ((times[i + 1] ?? time) - time > GAP_MS ? [time, time + 1] : [time]));
}

/** One map of time to value a series; a series may come in several lines. */
function merge(parts: readonly SampleLine[]): ByTime[] {
  const series = new Map<string, ByTime>();
  for (const part of parts) {
    const values = series.get(part.series.id) ?? new Map<number, number>();
    for (const [time, value] of part.points) if (value !== null) values.set(time, value);
    series.set(part.series.id, values);
  }
  return [...series.values()];
}

/** Per-second increase; a counter that fell has been reset and counts from zero. */
function rates(counter: ByTime): ByTime {
  const out: ByTime = new Map();
  let before: [number, number] | undefined;
  for (const [time, value] of [...counter].sort((a, b) => a[0] - b[0])) {
    if (before && time - before[0] <= GAP_MS) out.set(time, (value >= before[1] ? value - before[1] : value) / ((time - before[0]) / 1000));
    before = [time, value];
  }
  return out;
}

const at = (series: readonly ByTime[], time: number): number[] =>
  series.map((values) => values.get(time)).filter((value) => value !== undefined);
const mean = (series: readonly ByTime[], time: number): number => {
  const values = at(series, time);
  return values.reduce((a, b) => a + b, 0) / values.length;
};
const sum = (series: readonly ByTime[], time: number): number | null => {
  const values = at(series, time);
  return values.length === 0 ? null : values.reduce((a, b) => a + b, 0);
};
const percent = (share: number): number | null => (Number.isFinite(share) ? Math.min(100, Math.max(0, share * 100)) : null);
