import { describe, expect, it } from '@jest/globals';
import type { SeriesDescriptor } from '@cloudops/contracts';
import { viewsOf } from '@cloudops/domain-detection';
import { historyQuery } from './history-query.ts';

const series = (
  id: number,
  name: string,
  labels: Record<string, string>,
  type: SeriesDescriptor['type'] = 'counter',
): SeriesDescriptor => ({
  ...{ id: id.toString(16).padStart(16, '0'), name, labels, type, source: 'scrape:x' },
  entity: { environment: 'test', kind: 'workload', id: 'web' },
});

describe('the query of a signal', () => {
  it('asks for means of gauges and of rates', () => {
    const gauge = series(1, 'queue_length', { job: 'a"b' }, 'gauge');
    expect(historyQuery(viewsOf([gauge]))).toBe('avg(avg_over_time({__name__="queue_length",job="a\\"b"}[5m]))');
    const counters = ['a.b', 'c|d'].map((path, i) => series(i, 'http_requests_total', { job: 'web', path }));
    expect(historyQuery(viewsOf(counters))).toBe('avg(rate({__name__="http_requests_total",job="web",path=~"a\\\\.b|c\\\\|d"}[5m]))');
  });

  it('asks for mean latency, where there was any', () => {
    const [sum, count] = ['sum', 'count'].map((end, i) => series(i, `http_request_duration_seconds_${end}`, { job: 'web' }, 'histogram'));
    const ratio = viewsOf([sum!, count!]).filter(({ view }) => view.kind === 'ratio');
    expect(historyQuery(ratio)).toBe(
      'avg(rate({__name__="http_request_duration_seconds_sum",job="web"}[5m]) / (rate({__name__="http_request_duration_seconds_count",job="web"}[5m]) > 0))',
    );
  });

  it('leaves out a label with too many values', () => {
    const many = Array.from({ length: 51 }, (_, i) => series(i, 'http_requests_total', { job: 'web', user: String(i) }));
    expect(historyQuery(viewsOf(many))).toBe('avg(rate({__name__="http_requests_total",job="web"}[5m]))');
  });
});
