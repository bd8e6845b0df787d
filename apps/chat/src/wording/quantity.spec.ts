import { describe, expect, it } from '@jest/globals';
import { span } from './instants.ts';
import { quantity, unitOf } from './quantity.ts';

describe('quantity', () => {
  it.each([
    ['http_request_duration_seconds_sum', 'ratio', 0.85, '850 ms'],
    ['http_request_duration_seconds_sum', 'ratio', 0.0000021, '2.1 µs'],
    ['process_cpu_seconds_total', 'rate', 0.95, '0.95 CPU cores'],
    ['process_resident_memory_bytes', 'value', 3 * 2 ** 30, '3 GiB'],
    ['node_network_receive_bytes_total', 'rate', 1536, '1.5 KiB/s'],
    ['http_requests_total', 'rate', 12.345, '12.3/s'],
    ['node_load1', 'value', 0, '0'],
    ['node_boot_time_seconds', 'value', 5, '5 s'],
    ['x', 'value', 1e12, '1.00e+12'],
  ] as const)('%s as %s: %d is %s', (name, kind, value, text) => {
    expect(quantity(value, unitOf(name, kind))).toBe(text);
  });

  it('says when there is no value', () => {
    expect(quantity(null, 'percent')).toBe('no value');
    expect(quantity(Number.NaN, '')).toBe('no value');
  });
});

describe('span', () => {
  it.each([
    [500, 'less than a second'],
    [1_000, '1 second'],
    [125_000, '2 minutes'],
    [3_600_000, '1 hour'],
    [200_000_000, '2 days'],
  ])('%d ms is %s', (ms, text) => expect(span(ms)).toBe(text));
});
