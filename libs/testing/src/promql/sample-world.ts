import type { Labels } from '@cloudops/contracts';
import { type Samples, sliceSamples, staleMarker } from '@cloudops/domain-series';
import { encodeWrite } from './encode-write.ts';

/** Ninety minutes that end on a round minute, scraped every 15 s. */
export const WORLD_END = Date.UTC(2026, 0, 15, 12, 0, 0);
export const WORLD_START = WORLD_END - 90 * 60_000;
const SCRAPE_MS = 15_000;
const BODY_MS = 10 * 60_000;

export interface WorldSeries {
  readonly labels: Labels;
  readonly samples: Samples;
}

/** Park-Miller: the same world every time. */
function randomOf(seed: number): () => number {
  let state = seed;
  return () => (state = (state * 48_271) % 2_147_483_647) / 2_147_483_647;
}

const BOUNDS = ['0.005', '0.01', '0.025', '0.05', '0.1', '0.25', '0.5', '1', '2.5', '5', '10', '+Inf'];
const INSTANCES = ['web-1:9100', 'web-2:9100', 'db-1:9100'];
type Step = (value: number, i: number, random: () => number) => number;

const counter =
  (perScrape: number, resetAt = Infinity): Step =>
  (value, i, random) =>
    i === resetAt ? random() * perScrape : value + random() * 2 * perScrape;
const gauge =
  (middle: number, swing: number): Step =>
  (_, i, random) =>
    middle + swing * Math.sin(i / 40) + swing * 0.3 * random();
const fixed =
  (value: number): Step =>
  () =>
    value;

/** What an exporter of hosts, a web service and a few oddities would have written: resets, gaps, ends, NaN and infinities among it. */
export function sampleWorld(): WorldSeries[] {
  const random = randomOf(20_260_115);
  const made: WorldSeries[] = [];
  const add = (name: string, labels: Labels, step: Step, shape: Shape = {}): void => {
    made.push({ labels: { __name__: name, ...labels }, samples: play(step, random, shape) });
  };
  INSTANCES.forEach((instance, n) => host(add, { instance, job: 'node' }, n));
  service(add);
  oddities(add);
  return made;
}

/** The same as remote_write bodies of ten minutes each, oldest first. */
export function worldBodies(): Uint8Array[] {
  const world = sampleWorld();
  const bodies: Uint8Array[] = [];
  for (let from = WORLD_START; from < WORLD_END; from += BODY_MS) {
    const slice = world.map(({ labels, samples }) => ({ labels, samples: sliceSamples(samples, from, from + BODY_MS - 1) }));
    bodies.push(encodeWrite(slice.filter(({ samples }) => samples.times.length > 0)));
  }
  return bodies;
}

interface Shape {
  /** Scrapes that failed: [first, last). */
  readonly gap?: readonly [number, number];
  /** The scrape at which the series ended, with a staleness marker. */
  readonly endsAt?: number;
  readonly start?: number;
}
type Add = (name: string, labels: Labels, step: Step, shape?: Shape) => void;

function play(step: Step, random: () => number, { gap = [0, 0], endsAt = Infinity, start = 0 }: Shape): Samples {
  const jitter = Math.floor(random() * 9_000);
  const [times, values]: [number[], number[]] = [[], []];
  let value = start;
  for (let i = 0; WORLD_START + i * SCRAPE_MS + jitter < WORLD_END && i < endsAt; i++) {
    value = step(value, i, random);
    if (i >= gap[0] && i < gap[1]) continue;
    times.push(WORLD_START + i * SCRAPE_MS + jitter);
    values.push(value);
  }
  if (endsAt === Infinity) return { times: Float64Array.from(times), values: Float64Array.from(values) };
  const stale = staleMarker(times.at(-1)! + SCRAPE_MS);
  const all = new Float64Array(values.length + 1);
  all.set(values);
  new BigUint64Array(all.buffer)[values.length] = new BigUint64Array(stale.values.buffer)[0]!; // a NaN keeps its payload as bits only
  return { times: Float64Array.from([...times, stale.times[0]!]), values: all };
}

function host(add: Add, base: Labels, n: number): void {
  for (const cpu of ['0', '1']) {
    for (const [mode, seconds] of Object.entries({
      idle: 11,
      user: 2.5,
      system: 1,
      iowait: 0.2,
      steal: 0,
      nice: 0,
      irq: 0.01,
      softirq: 0.05,
    })) {
      add('node_cpu_seconds_total', { ...base, cpu, mode }, counter(seconds, n === 1 ? 200 : Infinity), { start: 1e5 + n });
    }
  }
  const total = [4e9, 8e9, 16e9][n]!;
  add('node_memory_MemTotal_bytes', base, fixed(total));
  for (const [name, share] of Object.entries({ MemAvailable: 0.5, MemFree: 0.2, Buffers: 0.05, Cached: 0.2 })) {
    add(`node_memory_${name}_bytes`, base, gauge(total * share, total * share * 0.2));
  }
  for (const [load, middle] of [
    ['1', 0.8],
    ['5', 0.7],
    ['15', 0.6],
  ] as const)
    add(`node_load${load}`, base, gauge(middle + n, 0.5));
  for (const [device, mountpoint, fstype] of [
    ['/dev/vda1', '/', 'ext4'],
    ['/dev/vdb', '/data', 'xfs'],
    ['tmpfs', '/run', 'tmpfs'],
  ] as const) {
    const labels = { ...base, device, mountpoint, fstype };
    add('node_filesystem_size_bytes', labels, fixed(1e11));
    add('node_filesystem_avail_bytes', labels, (value, i, random) => value - 2e6 * (i % 7) * random(), { start: 4e10 });
    add('node_filesystem_files', labels, fixed(6e6));
    add('node_filesystem_files_free', labels, gauge(5e6, 1e5));
    add('node_filesystem_readonly', labels, fixed(0));
  }
  for (const device of ['eth0', 'eth1', 'lo', 'veth12']) {
    for (const [name, bytes] of Object.entries({
      receive_bytes: 3e6,
      transmit_bytes: 1e6,
      receive_errs: 0.02,
      receive_packets: 900,
      receive_drop: 0,
    })) {
      add(`node_network_${name}_total`, { ...base, device }, counter(bytes, n === 2 ? 120 : Infinity), { start: 2 ** 40 });
    }
    add('node_network_up', { ...base, device }, fixed(device === 'veth12' ? 0 : 1));
  }
  for (const device of ['vda', 'vdb']) {
    for (const [name, by] of Object.entries({
      io_time_seconds: 1.1,
      read_bytes: 5e5,
      written_bytes: 2e6,
      reads_completed: 12,
      read_time_seconds: 0.1,
      io_time_weighted_seconds: 2,
    })) {
      add(`node_disk_${name}_total`, { ...base, device }, counter(by), { gap: n === 0 ? [100, 130] : [0, 0] });
    }
  }
  add('node_boot_time_seconds', base, fixed(WORLD_START / 1000 - 86_400 * (n + 1)));
  add('node_time_seconds', base, (_, i) => WORLD_START / 1000 + i * 15);
  add('node_uname_info', { ...base, nodename: base['instance']!.split(':')[0]!, release: '6.1.0', machine: 'x86_64' }, fixed(1));
  add('node_context_switches_total', base, counter(5e4));
  add('node_procs_running', base, (_, _i, random) => Math.floor(random() * 5));
  add('up', base, (_, i) => Number(!(n === 0 && i >= 100 && i < 130)));
}

function service(add: Add): void {
  for (const instance of ['api-1:8080', 'api-2:8080']) {
    const base = { instance, job: 'api' };
    const reset = instance === 'api-2:8080' ? 180 : Infinity;
    for (const [path, rate] of [
      ['/', 40],
      ['/login', 5],
      ['/search', 12],
    ] as const) {
      for (const [code, share] of [
        ['200', 0.95],
        ['404', 0.03],
        ['500', 0.02],
      ] as const) {
        add('http_requests_total', { ...base, path, code, method: 'GET' }, counter(rate * share * 15, reset));
      }
      BOUNDS.forEach((le, i) =>
        add(
          'http_request_duration_seconds_bucket',
          { ...base, path, le },
          (value, at) => (at === reset ? 0 : value) + Math.round(rate * 15 * (1 - 0.55 ** (i + 1)) + (at % 3)),
        ),
      );
      add('http_request_duration_seconds_sum', { ...base, path }, counter(rate * 2, reset));
      add('http_request_duration_seconds_count', { ...base, path }, counter(rate * 15, reset));
    }
    add('process_start_time_seconds', base, (_, i) => WORLD_START / 1000 + (i >= reset ? reset * 15 : 0));
    add('process_resident_memory_bytes', base, gauge(2e8, 1e7));
    add('process_open_fds', base, gauge(40, 10));
    add('up', base, fixed(1), instance === 'api-1:8080' ? {} : { endsAt: 320 });
    add('build_info', { ...base, version: instance === 'api-1:8080' ? '1.2.3' : '1.2.4' }, fixed(1));
  }
}

/** Values at which arithmetic goes wrong. */
function oddities(add: Add): void {
  const strange = [NaN, Infinity, -Infinity, 0, -0, 1e-9, 1e300, -3.5, 1 / 3, 1e21];
  strange.forEach((value, n) => add('strange_values', { n: String(n) }, fixed(value)));
  add('strange_mixture', { n: 'a' }, (_, i) => strange[i % 4]!);
  add('sparse', { n: 'a' }, (_, i) => i, { gap: [1, 355] });
  add('gone', { n: 'a' }, gauge(10, 3), { endsAt: 250 });
  add('flat', { n: 'a' }, fixed(7));
  add('single', { n: 'a' }, fixed(42), { gap: [0, 350] });
  for (const n of ['1', '2', '10', '20']) add('ordered', { disk: `sd${n}`, n }, fixed(Number(n) % 3));
}
