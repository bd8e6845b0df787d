import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { parseSelector, SeriesCatalogue } from '@cloudops/domain-series';
import { waitFor } from '@cloudops/testing';
import { Client } from 'pg';
import { RunningIngest } from './testing/running-ingest.ts';
import { writeBody } from './testing/write-body.ts';

const now = Date.now();
const body = (i: number) => writeBody({ labels: { __name__: 'busy', i: String(i) }, time: now, value: i });

describe('overload', () => {
  let ingest: RunningIngest;
  beforeAll(async () => {
    ingest = await RunningIngest.start({ MAX_PENDING_SAMPLES: '3' });
    await ingest.allowSender();
  }, 60_000);
  afterAll(() => ingest.stop());

  const commits = async () => {
    const text = await (await fetch(`${await ingest.url}/metrics`)).text();
    return Number(/^cloudops_ingest_commit_duration_seconds_count (\d+)$/m.exec(text)?.[1]);
  };

  it('answers 503 with Retry-After while commits do not get through, and shares one commit afterwards', async () => {
    const admin = new Client({ connectionString: ingest.servers.adminUrl });
    await admin.connect();
    await admin.query('begin; lock table metrics_ingest.journal in access exclusive mode');
    const before = await commits();
    const waiting = [0, 1, 2].map((i) => ingest.write(body(i)));
    const refused = await waitFor(async () => {
      const response = await ingest.write(new Uint8Array(1));
      return response.status === 503 && response;
    });
    expect(Number(refused.headers.get('retry-after'))).toBeGreaterThanOrEqual(1);
    expect(await refused.json()).toMatchObject({ code: 'intake-full', retryable: true });
    await admin.query('rollback');
    await admin.end();
    expect((await Promise.all(waiting)).map(({ status }) => status)).toEqual([204, 204, 204]);
    expect((await commits()) - before).toBe(2); // the first alone, the two that came meanwhile together
    expect((await ingest.write(body(3))).status).toBe(204);
  });

  it('answers 503 and stores nothing when a commit fails, and takes the same samples later', async () => {
    const admin = new Client({ connectionString: ingest.servers.adminUrl });
    await admin.connect();
    await admin.query('alter table metrics_ingest.journal rename to hidden');
    const failed = await ingest.write(body(9));
    expect([failed.status, ((await failed.json()) as { code: string }).code]).toEqual([503, 'commit-failed']);
    await admin.query('alter table metrics_ingest.hidden rename to journal');
    await admin.end();
    expect(await ingest.app.get(SeriesCatalogue).find({ selectors: [parseSelector('{i="9"}')] }, 1)).toEqual([]);
    expect((await ingest.write(body(9))).status).toBe(204);
  });
});
