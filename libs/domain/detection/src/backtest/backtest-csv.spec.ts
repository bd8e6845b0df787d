import { describe, expect, it } from '@jest/globals';
import { backtestCsv, type Backtested } from './backtest-csv.ts';
import { parseCsv } from './parse-csv.ts';

function backtested(text: string, history?: string): { rows: string[][]; told: Backtested } {
  const pieces = backtestCsv([text], history === undefined ? [] : [history]);
  let [written, next] = ['', pieces.next()];
  for (; !next.done; next = pieces.next()) written += next.value;
  return { rows: parseCsv(written), told: next.value };
}

const wave = (i: number): number => 10 + Math.sin(i / 7) + ((i * 7919) % 13) / 13;
const scoresOf = (rows: readonly string[][]): string[] => rows.slice(1).map((row) => row.at(-2)!);

describe('backtestCsv', () => {
  it('writes every row as it came and two columns beside it, quoted where it must be', () => {
    const { rows, told } = backtested('timestamp,"va,lue",label\r\n0,1,"a ""b"""\r\n1,2,\r\n');
    expect(rows).toEqual([
      ['timestamp', 'va,lue', 'label', 'anomaly_score', 'is_anomaly'],
      ['0', '1', 'a "b"', '0', '0'],
      ['1', '2', '', '0', '0'],
    ]);
    expect(told).toEqual({ rows: 2, anomalous: 0, unreadable: 0 });
  });

  it('keeps bad rows in their places, with a score of 0, and counts them', () => {
    const { rows, told } = backtested('timestamp,value\nyesterday,1\n0\n1,2,3\n\n2,nonsense\n3,NaN\n4,inf\n1,7\n');
    expect(rows.slice(1)).toEqual([
      ['yesterday', '1', '0', '0'],
      ['0', '', '0', '0'],
      ['1', '2', '0', '0'],
      ['2', 'nonsense', '0', '0'],
      ['3', 'NaN', '0', '0'],
      ['4', 'inf', '0', '0'],
      ['1', '7', '0', '0'],
    ]);
    expect(told).toEqual({ rows: 7, anomalous: 0, unreadable: 3 });
  });

  it('bad rows change no score of the others', () => {
    const good = Array.from({ length: 2_000 }, (_, i) => `${i},${i > 1_800 ? 50 : wave(i)}`);
    const bad = good.flatMap((row, i) => (i % 100 === 50 ? [row, 'nothing,7', `${i - 20},1e9`, `${i}.5,NaN`] : [row]));
    const scores = scoresOf(backtested(['timestamp,value', ...good].join('\n')).rows);
    const among = scoresOf(backtested(['timestamp,value', ...bad].join('\n')).rows).filter((_, i) => good.includes(bad[i]!));
    expect(Math.max(...scores.map(Number))).toBeGreaterThan(1);
    expect(among).toEqual(scores);
  });

  it.each([
    ['nothing', '', 0],
    ['a header alone', 'timestamp,value\n', 0],
    ['one row', 'timestamp,value\n0,5', 1],
    ['one row of an entity', 'timestamp,a,b,c\n0,5,,7\n', 1],
    ['no column of values', 'timestamp,label\n0,1\n1,1\n', 2],
  ])('takes a table of %s', (_, text, count) => {
    const { rows, told } = backtested(text);
    expect(told).toEqual({ rows: count, anomalous: 0, unreadable: 0 });
    expect(rows).toHaveLength(text === '' ? 0 : count + 1);
  });

  it.each(['value', 'cpu,load,traffic'])(
    'no statistic of the whole table is read: whatever comes later, the scores before are the same (%s)',
    (names) => {
      const count = names.split(',').length;
      const table = (later: (value: number, i: number) => number): string => {
        const rows = Array.from({ length: 2_000 }, (_, i) => {
          const values = Array.from({ length: count }, (__, k) => wave(i + 3 * k) * (i % 1_000 > 990 ? 4 : 1));
          return [i, ...values.map((v) => (i < 1_996 ? v : later(v, i)))].join(',');
        });
        return [`timestamp,${names}`, ...rows].join('\n');
      };
      const before = (later: (value: number, i: number) => number): string[] => scoresOf(backtested(table(later)).rows).slice(0, 1_996);
      const usual = before((v) => v);
      expect(Math.max(...usual.map(Number))).toBeGreaterThan(1);
      for (const later of [(v: number) => v * 1e9, () => -1e300, () => NaN, (v: number, i: number) => wave(2_000 - i) - v]) {
        expect(before(later)).toEqual(usual);
      }
    },
  );

  it('goes on where the history of the same columns ended, and ignores one of others', () => {
    const table = ['timestamp,value', ...Array.from({ length: 300 }, (_, i) => `${i},${wave(i) + (i > 250 ? 30 : 0)}`)].join('\n');
    const history = ['timestamp,value', 'bad,row', ...Array.from({ length: 2_000 }, (_, i) => `${i},${wave(i)}`)].join('\n');
    const alone = scoresOf(backtested(table).rows);
    expect(scoresOf(backtested(table, history).rows)).not.toEqual(alone);
    expect(scoresOf(backtested(table, 'timestamp,a,b\n0,1,2\n').rows)).toEqual(alone);
    expect(scoresOf(backtested(table, '').rows)).toEqual(alone);
  });
});
