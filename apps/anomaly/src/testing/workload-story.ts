import type { MetricType, SeriesDescriptor } from '@cloudops/contracts';

const series = (id: number, name: string, type: MetricType): SeriesDescriptor => ({
  id: id.toString(16).padStart(16, '0'),
  name,
  labels: { job: 'drill', instance: '127.0.0.1:9999' },
  type,
  entity: { environment: 'test', kind: 'workload', id: 'web' },
  source: 'scrape:drill',
});

/** The series of a small workload; `_sum` and `_count` lie in different partitions. */
export const WORKLOAD = {
  cpu: series(0xa0, 'process_cpu_seconds_total', 'counter'),
  memory: series(0xa1, 'process_resident_memory_bytes', 'gauge'),
  sum: series(0xa2, 'http_request_duration_seconds_sum', 'histogram'),
  count: series(0xa3, 'http_request_duration_seconds_count', 'histogram'),
  bucket: series(0xa5, 'http_request_duration_seconds_bucket', 'histogram'),
};

/** Cheap reproducible jitter in [-1, 1]. */
const jitter = (i: number, salt: number): number => Math.sin(i * 12.9898 + salt * 78.233);

/** One scrape a second: usual work, from `faultAt` on a burnt CPU and slow answers, from `repairedAt` on a fresh process. */
export function* workloadStory(seconds: number, faultAt: number, repairedAt: number): Generator<ReadonlyMap<string, number>> {
  let [cpu, sum, count] = [3, 10, 1000];
  for (let i = 0; i < seconds; i++) {
    if (i === repairedAt) [cpu, sum, count] = [0, 0, 0];
    const faulty = i >= faultAt && i < repairedAt;
    cpu += (faulty ? 0.9 : 0.02) + 0.004 * jitter(i, 1);
    count += 50;
    sum += 50 * ((faulty ? 0.25 : 0.005) + 0.001 * jitter(i, 2));
    yield new Map([
      [WORKLOAD.cpu.id, cpu],
      [WORKLOAD.memory.id, 70e6 + 1e6 * jitter(i, 3)],
      [WORKLOAD.sum.id, sum],
      [WORKLOAD.count.id, count],
      [WORKLOAD.bucket.id, count],
    ]);
  }
}
