import { describe, expect, it } from '@jest/globals';
import { metricTable } from './metric-table.ts';

describe('metricTable', () => {
  it('reads columns from the end of their names, and gaps as NaN', () => {
    expect(metricTable('timestamp,a|b|latency|Average,note\r\n1700000000,0.5,x\r\n2023-11-14T22:18:20Z,,y\r\n')).toEqual({
      times: [1_700_000_000_000, 1_700_000_300_000],
      columns: [{ entity: 'a|b', metric: 'latency', stat: 'Average', values: [0.5, NaN] }],
    });
  });
  it.each([
    ['timestamp,a|b|c\n', 'has no rows'],
    ['time,a|b|c\n1,2', 'must begin with the column timestamp, not time'],
    ['timestamp,a|b|c\n1', 'row 2 has 1 cells, the header 2'],
    ['timestamp,a|b|c\n1,2\n2,much', 'row 3, a|b|c: much is not a number'],
    ['timestamp,a|b|c\nsoon,2', 'row 2: soon is not a time'],
  ])('says what is wrong with %j', (text, fault) => expect(() => metricTable(text)).toThrow(fault));
});
