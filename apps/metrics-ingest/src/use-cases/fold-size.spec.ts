import { describe, expect, it } from '@jest/globals';
import { foldSize } from './fold-size.ts';

describe('the size of a fold', () => {
  it('is that of many samples a series, but bounded by what lies unfolded', () => {
    expect(foldSize(0)).toBe(500_000);
    expect(foldSize(20_000)).toBe(500_000);
    expect(foldSize(200_000)).toBe(3_200_000);
    expect(foldSize(2_000_000)).toBe(4_000_000);
  });
});
