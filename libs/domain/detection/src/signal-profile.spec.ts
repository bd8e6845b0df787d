import { describe, expect, it } from '@jest/globals';
import { profileOf } from './signal-profile.ts';

describe('profileOf', () => {
  it.each([
    ['http_request_duration_seconds_sum', {}, 'ratio', 'latency', 'seconds'],
    ['http_request_duration_seconds_sum', {}, 'rate', 'other', 'per second'],
    ['http_requests_total', { code: '200' }, 'rate', 'traffic', 'per second'],
    ['http_requests_total', { code: '503' }, 'rate', 'errors', 'per second'],
    ['process_cpu_seconds_total', {}, 'rate', 'saturation', 'cores'],
    ['process_resident_memory_bytes', {}, 'value', 'saturation', 'bytes'],
    ['node_cpu_seconds_total', { mode: 'idle' }, 'rate', 'saturation', 'cores'],
    ['node_cpu_seconds_total', { mode: 'nice' }, 'rate', 'other', 'cores'],
    ['node_memory_Active_bytes', {}, 'value', 'other', 'bytes'],
    ['node_network_receive_bytes_total', {}, 'rate', 'other', 'bytes/s'],
    ['myapp_cache_bytes', {}, 'value', 'other', 'bytes'],
    ['myapp_written_bytes_total', {}, 'rate', 'other', 'bytes/s'],
    ['myapp_temperature', {}, 'value', 'other', 'number'],
    ['myapp_jobs_total', {}, 'rate', 'other', 'per second'],
  ] as const)('takes %s %p as a %s for %s in %s', (name, labels, kind, signal, unit) => {
    expect(profileOf(name, labels, kind)).toMatchObject({ signal, unit });
  });
});
