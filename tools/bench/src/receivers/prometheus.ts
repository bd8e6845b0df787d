import { rmSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { freePort } from '@cloudops/testing';
import { folderBytes } from './folder-bytes.ts';
import type { Receiver } from './receiver.ts';
import { ensurePackage, runServer } from './server-binary.ts';

/** Debian's Prometheus as a remote_write receiver that scrapes nothing. */
export async function startPrometheus(): Promise<Receiver & { readonly url: string; readonly rulesFile: string }> {
  const folder = await mkdtemp(join(tmpdir(), 'bench-prometheus-'));
  const url = `http://127.0.0.1:${await freePort()}`;
  const rulesFile = join(folder, 'rules.yml'); // there are none until somebody writes it and has it read
  await writeFile(join(folder, 'prometheus.yml'), `global: {}\nrule_files: [${JSON.stringify(rulesFile)}]\n`);
  const server = await runServer(
    ensurePackage('prometheus'),
    [
      `--config.file=${join(folder, 'prometheus.yml')}`,
      `--storage.tsdb.path=${join(folder, 'data')}`,
      `--web.listen-address=${url.slice('http://'.length)}`,
      '--web.enable-remote-write-receiver',
      '--web.enable-admin-api',
      '--web.enable-lifecycle',
      '--log.level=warn',
    ],
    `${url}/-/ready`,
  );
  const atOurEnd = (): void => rmSync(folder, { recursive: true, force: true, maxRetries: 3 });
  process.once('exit', atOurEnd);
  return {
    ...{ url, rulesFile },
    writeUrl: `${url}/api/v1/write`,
    headers: {},
    processes: { prometheus: [server.pid] },
    isSettled: async () => true,
    bytes: async () => {
      // the head lives in a write-ahead log; a snapshot writes it as the block that it will become
      const response = await fetch(`${url}/api/v1/admin/tsdb/snapshot`, { method: 'POST' });
      const { data } = (await response.json()) as { data: { name: string } };
      const bytes = folderBytes(join(folder, 'data/snapshots', data.name));
      await rm(join(folder, 'data/snapshots', data.name), { recursive: true, force: true });
      return { blocks: bytes };
    },
    stop: async () => {
      process.off('exit', atOurEnd);
      await server.stop();
      await rm(folder, { recursive: true, force: true });
    },
  };
}
