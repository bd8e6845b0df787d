import { describe, expect, it } from '@jest/globals';
import { metricTable } from './metric-table.ts';

describe('metricTable', () => {
  it('reads columns from the end of their names, and gaps as NaN', () => {
    expect(metricTable('timestamp,a|b|latency|Average,note\r\n1700000000,0.5,x\r\n2023-11-14T22:18:20Z,,y\r\n', () => undefined)).toEqual({
      times: [1_700_000_000_000, 1_700_000_300_000],
      columns: [{ entity: 'a|b', metric: 'latency', stat: 'Average', values: [0.5, NaN] }],
    });
  });
  it('leaves out what cannot be read, and says so', () => {
    const faults: string[] = [];
    const table = metricTable('timestamp,a|b|c,d|b|c\n1,2,3\nsoon,2,3\n2,much\n3,4,5,6', (fault) => faults.push(fault));
    expect(table.times).toEqual([1_000, 2_000, 3_000]);
    expect(table.columns.map(({ values }) => values)).toEqual([
      [2, NaN, 4],
      [3, NaN, 5],
    ]);
    expect(faults).toEqual(['1 rows have no time', '2 rows have not as many cells as the header', '1 cells are no numbers']);
  });
  it.each([
    ['timestamp,a|b|c\n', 'has no rows'],
    ['timestamp,a|b|c\nsoon,2', 'has no rows'],
    ['time,a|b|c\n1,2', 'has no column timestamp'],
    ['', 'has no column timestamp'],
  ])('says what is wrong with %j', (text, fault) => expect(() => metricTable(text, () => undefined)).toThrow(fault));
});
