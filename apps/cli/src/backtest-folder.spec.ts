import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { backtestFolder } from './backtest-folder.ts';
import { run as runProgram } from './program.ts';

let dir: string;
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'backtest-'));
});
afterEach(() => rmSync(dir, { recursive: true, force: true }));

const write = (file: string, lines: readonly string[]): void => {
  const path = join(dir, 'in', file);
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, lines.join('\n'));
};
const run = () => [...backtestFolder(join(dir, 'in'), join(dir, 'out'))];
const read = (file: string): string[][] =>
  readFileSync(join(dir, 'out', file), 'utf8')
    .trim()
    .split('\n')
    .map((line) => line.split(','));
const stamp = (i: number): string => new Date(1_700_000_000_000 + i * 300_000).toISOString().slice(0, 19).replace('T', ' ');
const wave = (i: number): number => 10 + Math.sin(i / 7) + ((i * 7919) % 13) / 13;
/** A week of five minutes in which something never seen happens at row 1,800. */
const series = (count: number): string[] => [
  'timestamp,value,label',
  ...Array.from({ length: count }, (_, i) => `${stamp(i)},${i >= 1_800 ? wave(i) + 30 : wave(i)},${i >= 1_800 ? 1 : 0}`),
];

describe('backtest', () => {
  it('mirrors paths, keeps columns, and finds what never happened before at its first rows', () => {
    write('deep/er/web.csv', series(2_000));
    expect(run()).toMatchObject([{ file: join('deep', 'er', 'web.csv'), rows: 2_000 }]);
    const [header, ...rows] = read('deep/er/web.csv');
    expect(header).toEqual(['timestamp', 'value', 'label', 'anomaly_score', 'is_anomaly']);
    expect(rows.map((r) => r[0])).toEqual(Array.from({ length: 2_000 }, (_, i) => stamp(i)));
    expect(rows.slice(1_800, 1_805).some((r) => r[4] === '1')).toBe(true);
    expect(Math.max(...rows.slice(0, 50).map((r) => Number(r[3])))).toBe(0);
  });

  it('scores of a prefix do not change when more rows follow, whatever they are: no file-wide statistic is read', () => {
    write('whole.csv', series(2_000));
    write('prefix.csv', series(1_900));
    write('scaled.csv', [
      ...series(1_900),
      ...series(2_000)
        .slice(1_901)
        .map((line) => line.replace(/,[^,]*,/, ',1e12,')),
    ]);
    run();
    for (const file of ['whole.csv', 'scaled.csv']) expect(read(file).slice(0, 1_901)).toEqual(read('prefix.csv'));
  });

  it('does not look at the label, nor at any other file', () => {
    write('a.csv', series(1_900));
    run();
    const alone = read('a.csv').map((r) => r[3]);
    write(
      'a.csv',
      series(1_900).map((line, i) => (i === 0 ? line : line.replace(/\d$/, '7'))),
    );
    write('b.csv', series(300));
    run();
    expect(read('a.csv').map((r) => r[3])).toEqual(alone);
  });

  it('takes many columns as one entity, and train/X as the past of test/X', () => {
    const rows = (count: number, from: number) =>
      Array.from({ length: count }, (_, i) => `${i},${wave(from + i)},${2 * wave(from + i)},${wave(from + i + 3)}`);
    write('train/web.csv', ['timestamp,cpu,load,traffic', ...rows(1_500, 0)]);
    write('test/web.csv', ['timestamp,cpu,load,traffic', ...rows(300, 1_500)]);
    write('cold/web.csv', ['timestamp,cpu,load,traffic', ...rows(300, 1_500)]);
    run();
    const warm = read('test/web.csv').map((r) => r[4]);
    expect(warm).toHaveLength(301);
    expect(warm).not.toEqual(read('cold/web.csv').map((r) => r[4]));
  });

  it('goes on after files that are empty, of one row, or bad, and mirrors these too', () => {
    write('1/empty.csv', []);
    write('1/header.csv', ['timestamp,value']);
    write('1/one.csv', ['timestamp,value', '2026-01-01 00:00:00,1']);
    write('2/bad.csv', ['timestamp,value', '2026-01-01 00:00:00,1', 'yesterday,2', '"2026-01-01T00:10:00Z",3,4']);
    write('2/no-values.csv', ['timestamp', '1', '2']);
    write('3.CSV', ['timestamp,value', '0,1']);
    write('notes.txt', ['no table']);
    mkdirSync(join(dir, 'in', 'folder.csv'));
    const counts = run().map(({ file, rows, unreadable }) => [file.replaceAll('\\', '/'), rows, unreadable]);
    expect(counts).toEqual([
      ['1/empty.csv', 0, 0],
      ['1/header.csv', 0, 0],
      ['1/one.csv', 1, 0],
      ['2/bad.csv', 3, 2],
      ['2/no-values.csv', 2, 0],
      ['3.CSV', 1, 0],
    ]);
    expect(read('1/header.csv')).toEqual([['timestamp', 'value', 'anomaly_score', 'is_anomaly']]);
    expect(readFileSync(join(dir, 'out', '1/empty.csv'), 'utf8')).toBe('');
    expect(read('2/bad.csv').map((r) => r.length)).toEqual([4, 4, 4, 4]);
  });

  it('takes what was written by Windows, quoted or not, and writes over an older output', () => {
    write('unix.csv', series(1_900));
    write('windows.csv', ['\uFEFF' + series(1_900).join('\r\n')]);
    write(
      'quoted.csv',
      series(1_900).map((line) =>
        line
          .split(',')
          .map((cell) => `"${cell}"`)
          .join(','),
      ),
    );
    mkdirSync(join(dir, 'out'));
    writeFileSync(join(dir, 'out', 'unix.csv'), 'older, and longer\n'.repeat(100_000));
    run();
    const [unix, windows, quoted] = ['unix.csv', 'windows.csv', 'quoted.csv'].map((file) => readFileSync(join(dir, 'out', file), 'utf8'));
    expect(unix!.split('\n')).toHaveLength(1_902);
    expect([windows, quoted]).toEqual([unix, unix]);
  });

  it.each([
    ['ISO with Z', (ms: number) => new Date(ms).toISOString()],
    ['ISO with a zone', (ms: number) => new Date(ms + 7_200_000).toISOString().replace('Z', '+02:00')],
    ['seconds', (ms: number) => String(ms / 1_000)],
    ['milliseconds', (ms: number) => String(ms)],
    ['nanoseconds', (ms: number) => `${ms}000000`],
  ])('scores the same whether time is written as with a space or as %s', (_, written) => {
    write('space.csv', series(1_900));
    write(
      'other.csv',
      series(1_900).map((line, i) => (i === 0 ? line : line.replace(/^[^,]*/, written(1_700_000_000_000 + (i - 1) * 300_000)))),
    );
    run();
    expect(read('other.csv').map((r) => r.slice(1))).toEqual(read('space.csv').map((r) => r.slice(1)));
  });

  it('takes a missing number for no point', () => {
    write('gap.csv', [...series(500).slice(0, 300), `${stamp(300)},,0`, `${stamp(301)},NaN,0`]);
    run();
    expect(
      read('gap.csv')
        .slice(-2)
        .map((r) => r.slice(-2)),
    ).toEqual([
      ['0', '0'],
      ['0', '0'],
    ]);
  });
});

it('is a command that needs no gateway, and ends with one line of JSON', async () => {
  write('a.csv', series(60));
  let [out, complaint] = ['', ''];
  const terminal = { out: (text: string) => void (out += text), interactive: false, ask: () => Promise.resolve('') };
  const surroundings = {
    terminal,
    folder: '/',
    signal: new AbortController().signal,
    complain: (text: string) => void (complaint += text),
  };
  const output = join(dir, 'out');
  expect(await runProgram(['backtest', '--input', join(dir, 'in'), '--output', output], surroundings)).toBe(0);
  expect([JSON.parse(out), complaint]).toEqual([
    { files: 1, rows: 60, anomalous: 0, unreadable: 0, output },
    'a.csv: 60 rows, 0 anomalous\n',
  ]);
  expect(await runProgram(['backtest', '--input', join(dir, 'in')], surroundings)).toBe(2);
});

it('says which option is wrong or dangerous', () => {
  const outcome = (input: string, output: string): string => {
    try {
      return String([...backtestFolder(input, output)].length);
    } catch (error) {
      return (error as Error).message;
    }
  };
  expect(outcome('/nowhere-at-all', 'x')).toContain('does not exist');
  expect(outcome(import.meta.filename, 'x')).toContain('is no folder');
  expect(outcome(tmpdir(), join(tmpdir(), 'x'))).toContain('must not lie in --input');
});
