import { describe, expect, it } from '@jest/globals';
import { observe } from './detector.ts';
import { PIECES_4, STATE_BYTES, STATE_BYTES_4 } from './detector-places.ts';
import { DetectorState } from './detector-state.ts';
import { GENERIC } from './signal-profile.ts';
import { packCells } from './state-cells.ts';
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

/** As version 4 was written: without what leaps need. */
function withoutLeaps({ fields }: DetectorState): Uint8Array {
  const cells = new Int32Array(STATE_BYTES_4 / 4);
  for (const { from, bytes, to } of PIECES_4) cells.set(new Int32Array(fields.buffer, fields.byteOffset + to, bytes / 4), from / 4);
  const out = new Int32Array(1_000);
  return new Uint8Array(out.buffer).slice(0, packCells(cells, out, 4));
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

  it('keeps all of version 4 but learns leaps anew, and tells as much', () => {
    const state = trained(1_000);
    const read = DetectorState.restore(withoutLeaps(state))!;
    const told = noise(50, 30, 1, 2).map((value, i) => {
      const at = START + (1_000 + i) * 60_000;
      const before = observe(read, at, value, GENERIC);
      const [rarity, upper] = [before.rarity, before.band.yhat_upper];
      const now = observe(state, at, value, GENERIC);
      expect(upper).toBe(now.band.yhat_upper);
      return [rarity, now.rarity];
    });
    const loudest = [0, 1].map((which) => Math.max(...told.map((of) => of[which]!)));
    expect(loudest[0]).toBeGreaterThan(1);
    expect(loudest[0]! / loudest[1]!).toBeGreaterThan(0.8);
    expect(DetectorState.restore(withoutLeaps(state).subarray(0, -8))).toBeUndefined();
  });

  it('refuses what it cannot read', () => {
    const bytes = trained(300).serialise();
    const cases = [[], [9, 1, 2, 3], [4], [2, 0, 0], bytes.subarray(0, -1), [...bytes, 0], [3, ...bytes.subarray(1)]];
    for (const wrong of cases) expect(DetectorState.restore(Uint8Array.from(wrong))).toBeUndefined();
  });
});
