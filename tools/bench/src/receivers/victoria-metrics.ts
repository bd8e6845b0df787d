import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { freePort, waitFor } from '@cloudops/testing';
import { folderBytes } from './folder-bytes.ts';
import type { Receiver } from './receiver.ts';
import { ensurePackage, runServer } from './server-binary.ts';

/** Debian's single-node VictoriaMetrics with its own defaults. */
export async function startVictoriaMetrics(): Promise<Receiver & { readonly url: string }> {
  const folder = await mkdtemp(join(tmpdir(), 'bench-victoria-'));
  const url = `http://127.0.0.1:${await freePort()}`;
  const server = await runServer(
    ensurePackage('victoria-metrics'),
    [`-storageDataPath=${folder}`, `-httpListenAddr=${url.slice('http://'.length)}`, '-loggerLevel=WARN'],
    `${url}/health`,
  );
  const metric = async (name: string): Promise<number> => {
    const text = await (await fetch(`${url}/metrics`)).text();
    return [...text.matchAll(new RegExp(`^${name}(?:\\{[^}]*\\})? (\\S+)$`, 'gm'))].reduce((sum, [, value]) => sum + Number(value), 0);
  };
  return {
    url,
    writeUrl: `${url}/api/v1/write`,
    headers: {},
    processes: { victoriametrics: [server.pid] },
    isSettled: async () => true,
    bytes: async () => {
      await fetch(`${url}/internal/force_flush`);
      await fetch(`${url}/internal/force_merge`);
      await waitFor(async () => (await metric('vm_active_force_merges')) === 0, { timeoutMs: 60_000, intervalMs: 200 });
      return { data: folderBytes(join(folder, 'data')), indexdb: folderBytes(join(folder, 'indexdb')) };
    },
    stop: async () => {
      await server.stop();
      await rm(folder, { recursive: true, force: true });
    },
  };
}
