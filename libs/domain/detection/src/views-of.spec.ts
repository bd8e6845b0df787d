import { describe, expect, it } from '@jest/globals';
import type { MetricType, SeriesDescriptor } from '@cloudops/contracts';
import { viewsOf } from './views-of.ts';

let next = 0;
const series = (name: string, type: MetricType, labels: Record<string, string> = {}): SeriesDescriptor => ({
  id: (++next).toString(16).padStart(16, '0'),
  name,
  labels,
  type,
  entity: { environment: 'test', kind: 'workload', id: 'web' },
  source: 'scrape:web',
});
const kinds = (list: SeriesDescriptor[]) => viewsOf(list).map((v) => `${v.series.name} ${v.view.kind} ${v.profile.signal}`);

describe('viewsOf', () => {
  it('watches counters as rates, gauges as they are, sums per count', () => {
    expect(
      kinds([
        series('process_cpu_seconds_total', 'counter'),
        series('process_resident_memory_bytes', 'gauge'),
        series('http_request_duration_seconds_sum', 'histogram'),
        series('http_request_duration_seconds_count', 'histogram'),
        series('http_requests_total', 'unknown'),
        series('http_requests_total', 'counter', { code: '503' }),
        series('queue_depth', 'unknown'),
        series('shoe_size', 'gauge'),
      ]),
    ).toEqual([
      'process_cpu_seconds_total rate saturation',
      'process_resident_memory_bytes value saturation',
      'http_request_duration_seconds_count rate traffic',
      'http_requests_total rate traffic',
      'http_requests_total rate errors',
      'queue_depth value saturation',
      'shoe_size value other',
      'http_request_duration_seconds_sum ratio latency',
    ]);
  });

  it('does not watch buckets, clocks, facts, or a sum alone', () => {
    const skipped = [
      'x_bucket',
      'x_created',
      'node_time_seconds',
      'process_start_time_seconds',
      'node_boot_time_seconds',
      'node_scrape_collector_duration_seconds',
      'build_info',
      'last_push_timestamp_seconds',
    ];
    expect(kinds([...skipped.map((n) => series(n, 'gauge')), series('lonely_seconds_sum', 'histogram')])).toEqual([]);
    expect(kinds([series('node_netstat_Tcp_InSegs', 'unknown')])).toEqual([]);
  });

  it('pairs a sum with the count of the same labels only', () => {
    const sum = series('d_seconds_sum', 'histogram', { route: '/a' });
    const [a, b] = [series('d_seconds_count', 'histogram', { route: '/b' }), series('d_seconds_count', 'histogram', { route: '/a' })];
    expect(
      viewsOf([sum, a, b])
        .filter((v) => v.view.kind === 'ratio')
        .map((v) => v.key),
    ).toEqual([`ratio:${sum.id}/${b.id}`]);
  });

  it('a host must be busy for an hour before it counts as lasting', () => {
    const cpu = series('node_cpu_seconds_total', 'counter', { mode: 'idle', cpu: '0' });
    expect(viewsOf([{ ...cpu, entity: { ...cpu.entity, kind: 'host' } }])[0]!.profile).toMatchObject({
      badSide: 'below',
      signal: 'saturation',
      sustainedMs: 3_600_000,
      maxSeverity: 'medium',
    });
  });
});
