import { describe, expect, it } from '@jest/globals';
import { lostAfter } from './lost-after.ts';

const stream = (created: string, lastSeq: number) => ({ created, lastSeq });

describe('what a stream has lost', () => {
  it.each([
    ['nothing when it is seen for the first time', undefined, stream('a', 9), undefined],
    ['nothing when it stands where it stood', stream('a', 9), stream('a', 9), undefined],
    ['nothing when it is ahead: an acknowledgement was lost, not the event', stream('a', 9), stream('a', 12), undefined],
    ['its end when it went back', stream('a', 9), stream('a', 4), 4],
    ['everything when it is a new stream, even a longer one', stream('a', 9), stream('b', 50), 0],
    ['everything when it is a new and empty stream', stream('a', 9), stream('b', 0), 0],
  ])('%s', (_, known, now, after) => {
    expect(lostAfter(known, now)).toBe(after);
  });
});
