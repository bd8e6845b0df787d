import { describe, expect, it } from '@jest/globals';
import { diagnose, type Examined } from './diagnose.ts';

const service = { ready: true, version: '1', uptimeSeconds: 1, checks: {}, message: '' };
const healthy: Examined = {
  status: {
    services: { gateway: service, 'metrics-ingest': service },
    host: { cpuPercent: 1, memoryPercent: 1, diskPercent: 50 },
    incidents: [],
    anomalies: [],
    detectors: null,
    unavailable: {},
  },
  history: {
    ...{ series: 10, samples: 100, bytes: 200, bytesPerSample: 2, journalSamples: 0, journalBytes: 0 },
    ...{ oldest: '2026-01-01T00:00:00.000Z', newest: '2026-01-02T00:00:00.000Z', retentionDays: 15 },
    ...{ rollups: { samples: 90, bytes: 9, oldest: '2025-12-01T00:00:00.000Z', retentionDays: 90 }, shed: null },
  },
  ingest: {
    ...{ series: 10, maxSeries: 1_000, samplesAccepted: 100, samplesRefused: {}, requests: { ok: 5 } },
    ...{ relayLagRows: 0, unfoldedRows: 3, unfoldedSeconds: 4 },
    largestMetrics: [{ name: 'http_requests_total', series: 900, label: 'path', labelValues: 850 }],
  },
};
const ingestWith = (change: object): Examined => ({
  ...healthy,
  ingest: { ...(healthy.ingest as object), ...change } as Examined['ingest'],
});
const wrong = (examined: Examined) => diagnose(examined).filter(({ level }) => level !== 'ok');

describe('diagnose', () => {
  it('finds nothing where nothing is wrong', () => expect(wrong(healthy)).toEqual([]));

  it('names a service that is not ready with its failing checks, first', () => {
    const down = { ...service, ready: false, checks: { postgres: { ok: false, message: 'refused' } } };
    const [first] = diagnose({ ...healthy, status: { ...healthy.status, services: { chat: service, anomaly: down } } });
    expect(first).toMatchObject({ level: 'failure', check: 'anomaly', message: 'postgres: refused' });
  });

  it('gives the relabel rules that would help when series are refused', () => {
    const [found] = wrong(ingestWith({ series: 1_000, samplesRefused: { 'series-limit': 7 } }));
    expect(found).toMatchObject({ level: 'failure', check: 'series' });
    expect(found!.remedy).toContain(
      '# 900 series, 850 values of path\n  - { source_labels: [__name__], regex: "http_requests_total", action: drop }',
    );
  });

  it.each([
    [{ samplesRefused: { 'out-of-order': 3 } }, 'samples', 'OUT_OF_ORDER_MS'],
    [{ samplesRefused: { 'a-reason-of-tomorrow': 3 } }, 'samples', 'log'],
    [{ requests: { 'write-key': 2 } }, 'senders', 'write key'],
    [{ relayLagRows: 5_000 }, 'lag', 'NATS'],
    [{ unfoldedSeconds: 900 }, 'lag', 'Compaction'],
    [{ series: 850 }, 'series', 'write_relabel_configs'],
  ])('%j: %s, with what mends it', (change, check, remedy) => {
    expect(wrong(ingestWith(change))).toEqual([expect.objectContaining({ check, remedy: expect.stringContaining(remedy) })]);
  });

  it('says what could not be asked', () => {
    expect(wrong({ ...healthy, ingest: 'no answer', history: 'no answer' }).map(({ check }) => check)).toEqual(['ingest', 'history']);
  });
});
