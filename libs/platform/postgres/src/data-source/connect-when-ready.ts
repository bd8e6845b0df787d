import { retryDelayMs } from '@cloudops/contracts';
import { setTimeout as delay } from 'node:timers/promises';
import { Client } from 'pg';

// SQLSTATE classes that time does not heal: wrong role or password, no such database, not permitted
const FATAL = /^(28|3D|42)/;

const BACKOFF = { firstMs: 100, longestMs: 2_000 };

/**
 * Connects, waiting for a server that is still starting; retries with jittered backoff.
 * @throws the server's error when waiting cannot help, or the last error after `patienceMs`.
 */
export async function connectWhenReady(url: string, options: { options?: string; name: string; patienceMs?: number }): Promise<Client> {
  const giveUpAt = Date.now() + (options.patienceMs ?? 60_000);
  for (let attempt = 1; ; attempt++) {
    const client = new Client({
      connectionString: url,
      application_name: options.name,
      options: options.options,
      connectionTimeoutMillis: 5_000,
    });
    client.on('error', () => {}); // a lost connection fails the next query, which says so; without a listener it would end the process
    try {
      await client.connect();
      return client;
    } catch (error) {
      await client.end().catch(() => {});
      if (FATAL.test((error as { code?: string }).code ?? '') || Date.now() >= giveUpAt) throw error;
      await delay(retryDelayMs(attempt, BACKOFF, Math.random()));
    }
  }
}
