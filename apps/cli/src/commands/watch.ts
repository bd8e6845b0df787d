import { retryDelayMs } from '@cloudops/contracts';
import { setTimeout as sleep } from 'node:timers/promises';
import { CliError, EXIT } from '../cli-error.ts';
import { serverSentEvents } from '../server-sent-events.ts';
import { eventLine } from '../event-line.ts';
import type { Session } from './command.ts';

const BACKOFF = { firstMs: 250, longestMs: 15_000 };

/** `cloudops watch`: every change as it happens until Ctrl-C; after a break it goes on where it was. */
export async function watch({ api, terminal, json, signal }: Session): Promise<void> {
  let lastEventId: string | undefined;
  let failures = 0;
  while (!signal.aborted) {
    try {
      const stream = await api.stream('/api/v1/events', { lastEventId, signal });
      if (failures > 0 && !json) terminal.out('connected again\n');
      failures = 0;
      for await (const event of serverSentEvents(stream)) {
        lastEventId = event.id ?? lastEventId;
        const data: unknown = JSON.parse(event.data);
        terminal.out(`${json ? JSON.stringify({ event: event.event, id: event.id, data }) : eventLine(event.event, data)}\n`);
      }
    } catch (error) {
      if (signal.aborted) return;
      const first = failures === 0 && lastEventId === undefined;
      // what cannot get better by waiting, and what never worked, is told at once
      if (error instanceof CliError && (error.exitCode !== EXIT.unreachable || first)) throw error;
    }
    if (signal.aborted) return;
    if (failures === 0 && !json) terminal.out('connection lost; trying again ...\n');
    await sleep(retryDelayMs(++failures, BACKOFF, Math.random()), undefined, { signal }).catch(() => undefined);
  }
}
