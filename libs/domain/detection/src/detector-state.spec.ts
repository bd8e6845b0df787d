import { describe, expect, it } from '@jest/globals';
import { observe } from './detector.ts';
import { STATE_BYTES } from './detector-places.ts';
import { DetectorState } from './detector-state.ts';
import { GENERIC } from './signal-profile.ts';
import { noise } from './testing/noise.ts';

const START = 1_700_000_000_000;

function trained(points: number, seed = 1): DetectorState {
  const state = new DetectorState();
  noise(points, 10, 1, seed).forEach((value, i) => observe(state, START + i * 60_000, value, GENERIC));
  return state;
}

/** As versions 1 and 2 were written: fields, and two histograms of one bin. */
function earlier(version: number): Uint8Array {
  const view = new DataView(new ArrayBuffer(1 + 32 * 8 + 2 * 26 + 500));
  view.setUint8(0, version);
  const [count, firstTime, lastTime, level] = [0, 1, 2, 5];
  for (const [place, value] of [
    [count, 500] as const,
    [firstTime, START] as const,
    [lastTime, START + 500_000] as const,
    [level, 10] as const,
  ])
    view.setFloat64(1 + place * 8, value, true);
  for (const at of [257, 257 + 26]) {
    view.setInt32(at, -48, true);
    view.setFloat64(at + 4, 1, true);
    view.setFloat64(at + 12, 500, true);
    view.setUint8(at + 20, 48);
    view.setUint8(at + 21, 49);
    view.setFloat32(at + 22, 500, true);
  }
  return new Uint8Array(view.buffer);
}

describe('DetectorState', () => {
  it('takes less than 4 KB, and is written without what is zero', () => {
    expect(STATE_BYTES).toBeLessThan(3_300);
    expect(trained(2_000).serialise().byteLength).toBeLessThan(STATE_BYTES);
    expect(new DetectorState().serialise().byteLength).toBeLessThan(100);
  });

  it('is one of many in the same memory, and none touches another', () => {
    const alone = trained(300).serialise();
    const states = Array.from({ length: 130 }, () => new DetectorState());
    for (const [i, state] of states.entries()) {
      noise(300, 10, 1, i % 2 === 0 ? 1 : i).forEach((value, k) => observe(state, START + k * 60_000, value, GENERIC));
    }
    states.forEach((state, i) => {
      if (i % 2 === 0) expect(state.serialise()).toEqual(alone);
    });
  });

  it('is the same after being written and read, wherever the bytes lie', () => {
    const bytes = trained(300).serialise();
    const inside = Buffer.concat([Buffer.alloc(3), bytes, Buffer.alloc(5)]).subarray(3, 3 + bytes.byteLength);
    expect(DetectorState.restore(inside)!.serialise()).toEqual(bytes);
  });

  it.each([1, 2])('keeps the band of version %i', (version) => {
    const { score, band } = observe(DetectorState.restore(earlier(version))!, START + 501_000, 20, GENERIC);
    expect(score).toBeGreaterThan(1);
    expect(band.yhat).toBe(10);
    expect(band.yhat_upper - 10).toBeGreaterThan(1);
    expect(band.yhat_upper - 10).toBeLessThan(3);
  });

  it('refuses what it cannot read', () => {
    const bytes = trained(300).serialise();
    const cases = [[], [9, 1, 2, 3], [4], [2, 0, 0], bytes.subarray(0, -1), [...bytes, 0], [3, ...bytes.subarray(1)]];
    for (const wrong of cases) expect(DetectorState.restore(Uint8Array.from(wrong))).toBeUndefined();
  });
});
