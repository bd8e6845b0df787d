import { Client } from 'pg';
import { setTimeout as delay } from 'node:timers/promises';
import type { Logger } from '../supervisor/logger.ts';
import type { DryRunner } from './dry-runner.ts';
import { DryRunLedger } from './dry-run-ledger.ts';
import type { IntentExecutor } from './intent-executor.ts';
import { IntentLedger } from './intent-ledger.ts';

const POLL_MS = 200;
const RECONNECT_MS = 1_000;

/** Polls until the signal aborts; a database that goes away is waited for, and its absence stops every new action. */
export async function runExecutor(
  url: string,
  { executor, dryRunner }: { readonly executor: IntentExecutor; readonly dryRunner: DryRunner },
  logger: Logger,
  signal: AbortSignal,
): Promise<void> {
  while (!signal.aborted) {
    const client = new Client({
      connectionString: url,
      application_name: 'executor',
      connectionTimeoutMillis: 5_000,
      query_timeout: 10_000,
    });
    client.on('error', () => undefined); // the next query fails and says why
    try {
      await client.connect();
      const ledger = new IntentLedger(client);
      const dryRuns = new DryRunLedger(client);
      while (!signal.aborted && !(await ledger.lock())) await pause(RECONNECT_MS, signal);
      if (!signal.aborted) logger.info({}, 'connected; executing intents');
      while (!signal.aborted) {
        await executor.pass(ledger);
        await dryRunner.pass(dryRuns);
        await pause(POLL_MS, signal);
      }
    } catch (error) {
      logger.warn({ err: error }, 'no database; no action starts until it is back');
      await pause(RECONNECT_MS * (0.5 + Math.random()), signal);
    } finally {
      await client.end().catch(() => undefined);
    }
  }
}

const pause = (ms: number, signal: AbortSignal): Promise<unknown> => delay(ms, undefined, { signal }).catch(() => undefined);
