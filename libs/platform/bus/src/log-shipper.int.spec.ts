import { type EventData, LogRecorded } from '@cloudops/contracts';
import { logBuffer } from '@cloudops/platform-telemetry';
import { startNats, waitFor } from '@cloudops/testing';
import { expect, it } from '@jest/globals';
import { OnEvent } from './events/on-event.ts';
import { startService, stopServices } from './spec/start-service.ts';

it('ships what the process logs exactly once, also what it logged before the gateway was there', async () => {
  const nats = await startNats();
  const lines: string[] = [];
  class Logs {
    @OnEvent(LogRecorded)
    record({ entries }: EventData<typeof LogRecorded>): void {
      lines.push(...entries.filter((entry) => entry.service === 'anomaly').map((entry) => entry.message));
    }
  }
  try {
    const log = (msg: string): void =>
      logBuffer.push(JSON.stringify({ level: 'info', time: '2026-01-02T03:04:05.000Z', service: 'anomaly', msg }));
    await startService('anomaly', nats.url);
    log('early');
    await startService('gateway', nats.url, { providers: [new Logs()] });
    for (let i = 0; i < 700; i++) log(`line ${i} ${'x'.repeat(2_000)}`);
    await waitFor(() => lines.length >= 701);
    // both services of this test share one process and its buffer, so that either may ship a line
    const expected = ['early', ...Array.from({ length: 700 }, (_, i) => `line ${i}`)];
    expect(lines.map((line) => line.split(' x')[0]).sort()).toEqual(expected.sort());
  } finally {
    await stopServices();
    await nats.stop();
  }
}, 30_000);
