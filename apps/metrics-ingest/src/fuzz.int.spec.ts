import { readFile } from 'node:fs/promises';
import { Problem } from '@cloudops/contracts';
import { openDataSource, provisionService } from '@cloudops/platform-postgres';
import { testService, type TestService } from '@cloudops/testing';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { KillableProcess } from './testing/killable-process.ts';
import { MutatedBodies, seeded, type MutatedBody } from './testing/mutated-bodies.ts';
import { sha256, WRITE_KEY } from './testing/running-ingest.ts';
import { writeBody } from './testing/write-body.ts';

/** `npm run fuzz:remote-write -- --count N --seed S` sets these. */
const COUNT = Number(process.env['FUZZ_COUNT'] ?? 3_000);
const SEED = Number(process.env['FUZZ_SEED'] ?? Date.now() % 1e9);
const AT_ONCE = 8;
const MAX_RSS_MB = 512;
const TYPES = { '1.0': 'application/x-protobuf', '2.0': 'application/x-protobuf;proto=io.prometheus.write.v2.Request' };

describe(`${COUNT} mutated bodies, seed ${SEED}`, () => {
  let servers: TestService;
  let service: KillableProcess;
  beforeAll(async () => {
    servers = await testService({ schema: 'metrics_ingest', provision: provisionService });
    service = await KillableProcess.start(servers, {});
    const database = await openDataSource({ service: 'fuzz test', schema: 'metrics_ingest', url: servers.databaseUrl });
    await database.query(`insert into api_keys (id, hash, scope, revoked, revision) values ('k', $1, 'write', false, 1)`, [
      sha256(WRITE_KEY),
    ]);
    await database.destroy();
  }, 90_000);
  afterAll(async () => {
    await service.kill();
    await servers.stop();
  });

  const send = ({ version, body }: Pick<MutatedBody, 'version' | 'body'>) => {
    const headers = { authorization: `Bearer ${WRITE_KEY}`, 'content-type': TYPES[version], 'content-encoding': 'snappy' };
    return fetch(`${service.url}/api/v1/write`, { method: 'POST', headers, body: Uint8Array.from(body) });
  };

  it(
    'crash nothing, are never a 5xx, and every refusal says why and where',
    async () => {
      const bodies = new MutatedBodies(seeded(SEED), Date.now());
      const answers = new Map<number, number>();
      const faults: unknown[] = [];
      let left = COUNT;
      const resets: string[] = [];
      const check = async (mutated: MutatedBody) => {
        // a connection may end for reasons of its own, as senders know; a body that ends it twice is a fault
        const response = await send(mutated).catch((first: unknown) => {
          resets.push(`${mutated.kind}: ${String((first as Error).cause ?? first)}`);
          return send(mutated).catch((error: unknown) => ({ status: 0, text: async () => `{"failed":${JSON.stringify(String(error))}}` }));
        });
        const text = await response.text();
        answers.set(response.status, (answers.get(response.status) ?? 0) + 1);
        if (response.status === 204) return;
        const problem = Problem.safeParse(JSON.parse(text)).data;
        const isNamed = problem !== undefined && problem.detail !== '' && (response.status !== 400 || (problem.field ?? '') !== '');
        if (response.status < 400 || response.status >= 500 || !isNamed)
          faults.push({
            kind: mutated.kind,
            status: response.status,
            text,
            body: Buffer.from(mutated.body).toString('base64').slice(0, 2_000),
          });
      };
      const worker = async () => {
        while (left > 0 && faults.length === 0) {
          left -= 1;
          await check(bodies.next());
        }
      };
      await Promise.all(Array.from({ length: AT_ONCE }, worker));
      expect(faults).toEqual([]);
      const status = await readFile(`/proc/${service.pid}/status`, 'utf8').catch(() => undefined);
      const rssMb = Number(/VmHWM:\s+(\d+) kB/.exec(status ?? '')?.[1] ?? 0) / 1024;
      process.stdout.write(
        `${JSON.stringify({ bodies: COUNT, seed: SEED, answers: Object.fromEntries(answers), resets, peakRssMb: Math.round(rssMb) })}\n`,
      );
      expect(rssMb).toBeLessThan(MAX_RSS_MB);
    },
    60_000 + COUNT * 20,
  );

  it('leave the service as good as before', async () => {
    const body = writeBody({ labels: { __name__: 'after', job: 'fuzz' }, time: Date.now(), value: 1 });
    expect((await send({ version: '1.0', body })).status).toBe(204);
  });
});
