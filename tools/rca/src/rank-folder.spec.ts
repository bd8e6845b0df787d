import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { rankFolder } from './rank-folder.ts';

const HEADER = 'timestamp,web|latency|Average,web|requests|Sum,db|latency|Average,db|requests|Sum';
const row = (time: number, web: number, db: number): string => `${time},${web},100,${db},200`;

let folder: string;
const write = (name: string, ...lines: string[]): void => {
  writeFileSync(join(folder, name), `${lines.join('\r\n')}\r\n`);
};
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'rca-'));
  mkdirSync(join(folder, 'incidents/one'), { recursive: true });
  write('normal.csv', HEADER, ...Array.from({ length: 20 }, (_, i) => row(i * 300, 0.1, 0.01)));
  write('topology.csv', 'callee,caller', 'DB,web');
  write('incidents/one/window.csv', HEADER, row(6000, 0.1, 0.01), row(6300, 0.5, 0.2));
  write('incidents/one/symptom.json', JSON.stringify({ entity: 'web', metric: 'latency', stat: 'Average', timestamp: 6400 }));
});
afterEach(() => rmSync(folder, { recursive: true }));

describe('rankFolder', () => {
  it('follows the calls to what was slow first of all', () => {
    const causes = rankFolder(folder, () => undefined).get('one')!;
    expect(causes.map((c) => c.entity)).toEqual(['db', 'web']);
    expect(causes[0]!.evidence).toEqual([
      {
        type: 'lost',
        metric: 'latency',
        since: '1970-01-01T01:45:00.000Z',
        amount: expect.closeTo(19),
        usual: 0.01,
        worst: 0.2,
        rarity: 1 / 21,
      },
      { type: 'called-by', caller: 'web', callee: 'db', share: 1 },
    ]);
  });
  it('ranks with what there is, and says what is missing or wrong', () => {
    const faults: string[] = [];
    const ranked = (): string[] =>
      rankFolder(folder, (line) => faults.push(line.slice(folder.length + 1)))
        .get('one')!
        .map(({ entity }) => entity);
    write('incidents/one/symptom.json', '{"entity":"web"}');
    expect([ranked(), faults.splice(0)]).toEqual([['db', 'web'], ['incidents/one/symptom.json: needs the text metric']]);
    write('topology.csv', 'a,b');
    rmSync(join(folder, 'normal.csv'));
    expect(ranked()).toContain('web');
    expect(faults.splice(0)).toEqual([
      'normal.csv: is missing',
      'topology.csv: must have the columns caller and callee',
      'incidents/one/symptom.json: needs the text metric',
    ]);
    write('incidents/one/symptom.json', JSON.stringify({ entity: 'shop', metric: 'latency' }));
    rmSync(join(folder, 'incidents/one/window.csv'));
    expect(ranked()).toEqual(['shop']);
    expect(faults).toContain('incidents/one/window.csv: is missing');
  });
});
