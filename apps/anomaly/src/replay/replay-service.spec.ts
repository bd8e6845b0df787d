import { describe, expect, it } from '@jest/globals';
import { encodeBatch } from '@cloudops/contracts';
import type { Recorded } from '../domain/findings.ts';
import { PlayedIngest } from '../testing/played-ingest.ts';
import { WORKLOAD, workloadStory } from '../testing/workload-story.ts';
import { readFrames } from './read-frames.ts';
import { replayService } from './replay-service.ts';

const START = Date.UTC(2026, 0, 5);
const [SECONDS, FAULT_AT, REPAIRED_AT] = [200, 110, 135];
const RULES = { maxViews: 1_000, maxEntities: 10, quietMs: 30_000 };

/** The story of a workload, replayed. @param restartMs of sample time between two restarts. */
async function told(restartMs: number): Promise<{ lines: Recorded[]; restarts: number }> {
  const ingest = new PlayedIngest(Object.values(WORKLOAD));
  const lines: Recorded[] = [];
  const service = replayService({ ...RULES, restartMs }, (recorded) => lines.push(recorded));
  service.describe(Object.values(WORKLOAD));
  let second = 0;
  for (const values of workloadStory(SECONDS, FAULT_AT, REPAIRED_AT)) {
    for (const batch of ingest.append(START + second++ * 1_000, values)) await service.follow(batch);
  }
  return { lines, restarts: service.figures().restarts };
}

describe('a replay', () => {
  it('opens what the service opens: one incident of a workload that burns its CPU, within 20 s', async () => {
    const opened = (await told(Infinity)).lines.flatMap((line) => line.opened);
    expect(opened).toHaveLength(1);
    expect(opened[0]).toMatchObject({ entity: WORKLOAD.cpu.entity, state: 'open' });
    expect(Date.parse(opened[0]!.openedAt) - START - FAULT_AT * 1_000).toBeLessThanOrEqual(20_000);
  });

  it.each([3_000, 17_000, 61_000])('is the same with a restart every %i ms', async (restartMs) => {
    const { lines, restarts } = await told(restartMs);
    expect(restarts).toBeGreaterThanOrEqual(3);
    expect(lines).toEqual((await told(Infinity)).lines);
  });
});

describe('frames', () => {
  const batch = { partition: 1, seq: 2n, series: [{ id: 0xa0n, times: Float64Array.of(START), values: Float64Array.of(7) }] };
  const frame = (kind: number, body: Uint8Array): Buffer => {
    const header = Buffer.alloc(5, kind);
    header.writeUInt32LE(body.length);
    return Buffer.concat([header, body]);
  };
  const bytes = Buffer.concat([frame(1, Buffer.from(JSON.stringify([WORKLOAD.cpu]))), frame(2, encodeBatch(batch))]);
  const read = async (...chunks: Buffer[]) => {
    const frames = [];
    for await (const one of readFrames(
      (async function* () {
        yield* chunks;
      })(),
    ))
      frames.push(one);
    return frames;
  };

  it('are read wherever the pipe cuts them', async () => {
    for (let cut = 0; cut <= bytes.length; cut++) {
      expect(await read(bytes.subarray(0, cut), bytes.subarray(cut))).toEqual([{ series: [WORKLOAD.cpu] }, { batch }]);
    }
  });

  it('that end too early are an error', async () => {
    await expect(read(bytes.subarray(0, -1))).rejects.toThrow('ends inside of a frame');
  });
});
