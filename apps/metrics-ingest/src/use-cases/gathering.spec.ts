import { describe, expect, it } from '@jest/globals';
import { Gathering } from './gathering.ts';

describe('Gathering', () => {
  it('takes the first at once, and one who is alone every time', () => {
    const gathering = new Gathering();
    for (let i = 0; i < 3; i++) {
      expect(gathering.isComplete(1, 10)).toBe(true);
      gathering.committed(1, 0);
    }
  });

  it('expects both halves of those who send at the same time, and then all of them together', () => {
    const gathering = new Gathering();
    gathering.committed(4, 4);
    expect([4, 7, 8].map((waiting) => gathering.isComplete(waiting, 10))).toEqual([false, false, true]);
    gathering.committed(8, 0);
    expect([1, 8].map((waiting) => gathering.isComplete(waiting, 10))).toEqual([false, true]);
  });

  it('does not expect again who did not come in time, nor anyone once there is enough', () => {
    const gathering = new Gathering();
    gathering.committed(8, 0);
    expect(gathering.isComplete(2, 20_000)).toBe(true);
    gathering.committed(2, 0);
    expect(gathering.isComplete(2, 10)).toBe(true);
  });
});
