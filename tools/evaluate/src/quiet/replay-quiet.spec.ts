import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { healthyHosts } from './healthy-hosts.ts';
import { quietOptions } from './quiet-options.ts';
import { readRecording } from './read-recording.ts';
import { replayQuiet } from './replay-quiet.ts';

const START = 1_700_000_000_000;
const STEP_MS = 15_000;
let dir: string;
beforeAll(() => void (dir = mkdtempSync(join(tmpdir(), 'cloudops-quiet-'))));
afterAll(() => rmSync(dir, { recursive: true, force: true }));

const write = (path: string, text: string): void => {
  mkdirSync(join(dir, path, '..'), { recursive: true });
  writeFileSync(join(dir, path), path.endsWith('.gz') ? gzipSync(text) : text);
};
/** GiB of memory that a host has left, a scrape each. */
const memory = (scrape: number, faultAt: number): number => (scrape < faultAt ? 8 + 0.1 * Math.sin(scrape * 12.9898) : 0.1) * 2 ** 30;

describe('a recording', () => {
  it('of scrapes is one of a host, and shows a host that runs out of memory as one incident', async () => {
    for (let scrape = 0; scrape < 300; scrape++) {
      const text = `# TYPE node_memory_MemAvailable_bytes gauge\nnode_memory_MemAvailable_bytes ${memory(scrape, 240)}\n`;
      write(`scrapes/web-1/${START + scrape * STEP_MS}.prom${scrape % 2 ? '.gz' : ''}`, text);
    }
    const titles: string[] = [];
    const seen = await replayQuiet(readRecording(join(dir, 'scrapes')), ({ entity, title }) => titles.push(`${entity.kind} ${title}`));
    expect(titles).toEqual(['host web-1: memory saturation']);
    expect(seen).toMatchObject({ entities: 1, series: 2, incidents: 1, points: 600, by: { day: { 0: 1 } } });
    expect(seen.weekly.incidents).toBeCloseTo((50 * 7 * 86_400) / (299 * 15), 1);
  }, 60_000);

  it('of a history is told in the order of time, whatever the order of its series', () => {
    const metric = (name: string) => ({ __name__: name, job: 'node', instance: 'a:9100' });
    const lines = [
      { metric: metric('x'), values: [1, null, 3], timestamps: [START, START + 2, START + 4] },
      { metric: metric('y'), values: [5], timestamps: [START + 3] },
    ];
    write('export.jsonl', lines.map((line) => JSON.stringify(line)).join('\n'));
    const values: [number, string][] = [
      [START / 1000, '7'],
      [START / 1000 + 15, 'NaN'],
    ];
    write('range.json', JSON.stringify({ status: 'success', data: { result: [{ metric: metric('z'), values }] } }));
    const told = (file: string) =>
      [...readRecording(join(dir, file))].map((delivery) => delivery.map((d) => [d.times[0]! - START, d.values[0]]));
    expect(told('export.jsonl')).toEqual([[[0, 1]], [[2, NaN]], [[3, 5]], [[4, 3]]]);
    expect(told('range.json')).toEqual([[[0, 7]], [[15_000, NaN]]]);
  });

  it('that holds nothing, or a scrape without a time, is named', () => {
    write('nothing/headers.json', '{}');
    write('untimed/web/scrape.prom', 'x 1\n');
    expect(() => [...readRecording(join(dir, 'nothing'))]).toThrow('there are no samples');
    expect(() => [...readRecording(join(dir, 'untimed'))]).toThrow('scrape.prom: the name of a scrape is its time');
  });
});

it('made-up hosts are the same for the same seed, and open nothing in their first hours', async () => {
  const plan = { hosts: 2, days: 0.3, stepSeconds: 30, seed: 3 };
  const values = (seed: number) => [...healthyHosts({ ...plan, days: 0.001, seed })].map((d) => d.map((s) => s.values[0]));
  expect(values(3)).toEqual(values(3));
  expect(values(3)).not.toEqual(values(4));
  const seen = await replayQuiet(healthyHosts(plan), () => undefined);
  expect(seen).toMatchObject({ entities: 2, incidents: 0 });
  expect(seen.series).toBeGreaterThan(250);
}, 60_000);

it('names the option that is wrong', () => {
  expect(quietOptions(['--help'])).toBeUndefined();
  expect(() => quietOptions([])).toThrow('either --input FILE|DIR or --generate');
  expect(() => quietOptions(['--input', '/nowhere-at-all'])).toThrow('does not exist');
  expect(() => quietOptions(['--generate', '--days', 'x'])).toThrow('--days');
});
