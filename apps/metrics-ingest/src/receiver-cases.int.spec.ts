import { existsSync, readFileSync } from 'node:fs';
import {
  decodeWriteRequest,
  Exemplars,
  IdentityCache,
  NativeHistograms,
  SampleHistory,
  SeriesCatalogue,
  type WriteRequest,
} from '@cloudops/domain-series';
import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { Clock } from './clock.ts';
import { writeVersion } from './inbound/write-version.ts';
import { RunningIngest } from './testing/running-ingest.ts';

// the official receiver suite of remote_write 2.0, captured; it lies beside the repository, not in it
const FILE = new URL('../../../../shared/data/remote-write/receiver-2.0-cases.jsonl', import.meta.url);

interface ReceiverCase {
  readonly case: string;
  readonly headers: Record<string, string[]>;
  readonly body_b64: string;
  readonly expect: { exact: number; samples: number; histograms: number; exemplars: number; strict204: boolean; success: boolean };
}

const cases = existsSync(FILE)
  ? readFileSync(FILE, 'utf8')
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as ReceiverCase)
  : [];

(cases.length > 0 ? describe : describe.skip)('the receiver suite of remote_write 2.0 (skipped where ../shared/data is absent)', () => {
  let ingest: RunningIngest;
  beforeAll(async () => {
    ingest = await RunningIngest.start();
    await ingest.allowSender();
    jest.spyOn(ingest.app.get(Clock), 'now').mockReturnValue(Date.parse('2026-11-23T07:20:00Z'));
  }, 60_000);
  afterAll(() => ingest.stop());

  const send = ({ headers, body_b64 }: ReceiverCase) =>
    ingest.write(
      Buffer.from(body_b64, 'base64'),
      Object.fromEntries(Object.entries(headers).map(([name, [value]]) => [name.toLowerCase(), value!])),
    );
  const bits = (value: number) => Buffer.from(Float64Array.of(value).buffer).toString('hex');

  /** What the request says is stored, bit for bit. */
  const expectStored = async ({ series, histograms, exemplars }: WriteRequest) => {
    const history = ingest.app.get(SampleHistory);
    for (const { identity, samples } of series) {
      const stored = (await history.read([identity.id], samples.times[0]!, samples.times.at(-1)!)).get(identity.id)!;
      const at = new Map([...stored.times].map((time, i) => [time, bits(stored.values[i]!)]));
      samples.times.forEach((time, i) => expect(at.get(time)).toBe(bits(samples.values[i]!)));
    }
    for (const { identity, time, body } of histograms) {
      const [stored] = await ingest.app.get(NativeHistograms).read([identity.id], time, time, 10);
      expect(Buffer.from(stored!.body).equals(body)).toBe(true);
    }
    for (const { identity, ...exemplar } of exemplars) {
      const stored = await ingest.app.get(Exemplars).read([identity.id], exemplar.time, exemplar.time, 100);
      expect(stored).toContainEqual({ seriesId: identity.id, ...exemplar });
    }
    const ids = new Set([...series, ...histograms, ...exemplars].map(({ identity }) => identity.id));
    expect(await ingest.app.get(SeriesCatalogue).describe([...ids])).toHaveLength(ids.size);
  };

  it('has its 205 cases', () => expect(cases).toHaveLength(205));

  it.each(cases.map((one, i) => [i, one.case, one] as const))('%i %s', async (_, __, one) => {
    const response = await send(one);
    const { exact, success, strict204, ...expected } = one.expect;
    const version = writeVersion(Object.fromEntries(Object.entries(one.headers).map(([name, [value]]) => [name.toLowerCase(), value])));
    const header = (what: string) => response.headers.get(`x-prometheus-remote-write-${what}-written`);
    const written = { samples: header('samples'), histograms: header('histograms'), exemplars: header('exemplars') };
    expect({ status: response.status, body: await response.text() }).toMatchObject({ status: exact || (success ? 204 : 400) });
    if (strict204) expect(response.status).toBe(204);
    if (version === '1.0') {
      expect(written).toEqual({ samples: null, histograms: null, exemplars: null });
    } else {
      for (const [what, count] of Object.entries(written)) {
        expect(count).toMatch(/^\d+$/);
        const most = expected[what as keyof typeof expected];
        if (success) expect([what, Number(count)]).toEqual([what, most]);
        else expect(Number(count)).toBeLessThanOrEqual(most);
      }
    }
    if (response.status === 204)
      await expectStored(decodeWriteRequest(Buffer.from(one.body_b64, 'base64'), new IdentityCache(1000), undefined, version as '1.0'));
  });

  it('stores the good series of a request that is refused in part, and says how many', async () => {
    const partial = cases.find((one) => one.case === 'TestMultipleMetrics/1.0/multiple_metrics,_1_without_name_label')!;
    const response = await send(partial);
    expect([response.status, response.headers.get('x-prometheus-remote-write-samples-written')]).toEqual([400, '3']);
    await expectStored(decodeWriteRequest(Buffer.from(partial.body_b64, 'base64'), new IdentityCache(1000), undefined, '2.0'));
  });
});
