import type { SeriesDescriptor } from '@cloudops/contracts';

const DAY_MS = 86_400_000;
/** Of one entity: as many as are scored together. */
const METRICS = [
  ...['worker_utilization', 'pool_utilization', 'thread_saturation', 'job_queue', 'mail_backlog', 'tasks_pending'],
  ...['process_resident_memory_bytes', 'container_memory_working_set_bytes', 'node_load1', 'node_load5', 'node_load15', 'up'],
] as const;

/** Hosts of twelve gauges that follow one load, with a day, in ways that are half straight and half bent. */
export class TrainingLoad {
  private readonly series: readonly SeriesDescriptor[];
  private readonly byId: ReadonlyMap<string, SeriesDescriptor>;

  constructor(readonly entities: number) {
    this.series = Array.from({ length: entities }, (_, entity) => METRICS.map((name, k) => describe(entity, name, k))).flat();
    this.byId = new Map(this.series.map((series) => [series.id, series]));
  }

  described(ids: readonly string[]): SeriesDescriptor[] {
    return ids.flatMap((id) => this.byId.get(id) ?? []);
  }

  of(entity: number): readonly SeriesDescriptor[] {
    return this.series.slice(entity * METRICS.length, (entity + 1) * METRICS.length);
  }

  /** Value of series `k` of an entity at a time, ms; the same for the same time. */
  value(entity: number, k: number, time: number): number {
    const load = Math.sin(2 * Math.PI * (time / DAY_MS + entity / this.entities)) + noise(time, entity);
    const own = 0.1 * noise(time, 1_000 * (k + 1) + entity);
    return 100 + 10 * ((k % 4 === 0 ? Math.sin(3 * load) : k % 4 === 1 ? load * load : k * load + load) + own);
  }

  /** What a query of the service stands for, by the metric and the instance that it names. */
  past(query: string, time: number): number {
    const entity = Number(/instance="host-(\d+)"/.exec(query)?.[1] ?? NaN);
    const k = METRICS.findIndex((name) => query.includes(`__name__="${name}"`));
    return this.value(entity, k, time);
  }
}

/** Entities that together have about so many series. */
export const entitiesWith = (series: number): number => Math.ceil(series / METRICS.length);

export const entityOf = (entity: number): string => `bench/host/host-${entity}`;

const describe = (entity: number, name: string, k: number): SeriesDescriptor => ({
  ...{ id: (entity * METRICS.length + k + 1).toString(16).padStart(16, '0'), name, type: 'gauge', source: 'scrape:bench' },
  labels: { job: 'bench', instance: `host-${entity}` },
  entity: { environment: 'bench', kind: 'host', id: `host-${entity}` },
});

/** From -1 to 1 by an integer hash of time and salt (xorshift and multiply, as murmur3 ends). */
function noise(time: number, salt: number): number {
  let h = (Math.floor(time / 15_000) ^ Math.imul(salt + 1, 0x9e3779b1)) | 0;
  h = Math.imul(h ^ (h >>> 16), 0x85ebca6b);
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35);
  return ((h ^ (h >>> 16)) >>> 0) / 2 ** 31 - 1;
}
