import { describe, expect, it } from '@jest/globals';
import { resumePoint } from './resume-point.ts';

const range = { oldest: 10, newest: 20 };

describe('resumePoint', () => {
  it.each([
    [undefined, { after: 20, reason: 'new-client' }],
    [20, { after: 20, reason: 'resumed' }],
    [15, { after: 15, reason: 'resumed' }],
    [9, { after: 9, reason: 'resumed' }],
    [8, { after: 20, reason: 'lost' }],
    [0, { after: 20, reason: 'lost' }],
    [21, { after: 20, reason: 'lost' }],
  ])('a client that saw %s', (lastSeen, point) => {
    expect(resumePoint(lastSeen, range)).toEqual(point);
  });

  it('lets the first client of an empty table begin at its beginning', () => {
    expect(resumePoint(0, { oldest: 0, newest: 0 })).toEqual({ after: 0, reason: 'resumed' });
  });
});
