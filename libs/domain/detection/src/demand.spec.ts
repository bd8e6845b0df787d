import { describe, expect, it } from '@jest/globals';
import { demandOf } from './demand.ts';
import { DetectorState } from './detector-state.ts';
import { observe } from './detector.ts';
import { GENERIC } from './signal-profile.ts';

const STEP_MS = 300_000;
const START = Date.UTC(2026, 0, 5);
const WEEKS = 6;
const POINTS = (WEEKS * 7 * 86_400_000) / STEP_MS;
const SERIES = 8;

/** False alarms a week of one series of noise. */
function toldOfNoise(perWeek: number): number {
  const profile = { ...GENERIC, demand: demandOf(perWeek) };
  let [told, seed] = [0, 1];
  const random = (): number => (seed = (seed * 48_271) % 2_147_483_647) / 2_147_483_647;
  for (let series = 0; series < SERIES; series++) {
    const state = new DetectorState();
    for (let i = 0; i < POINTS; i++) {
      const noise = Math.sqrt(-2 * Math.log(random())) * Math.cos(2 * Math.PI * random());
      const { transition, unusual } = observe(state, START + i * STEP_MS, 100 + 10 * noise, profile);
      for (const { type } of [transition, unusual].flatMap((t) => t ?? [])) if (type === 'detected') told++;
    }
  }
  return told / SERIES / WEEKS;
}

describe('the false alarms that a person grants a series', () => {
  it('change nothing by default', () => expect(demandOf(1)).toBe(1));

  it('are kept to, about: noise is told the oftener the more are granted', () => {
    const [tenth, one, ten] = [toldOfNoise(0.1), toldOfNoise(1), toldOfNoise(10)];
    expect(tenth).toBeLessThan(0.2);
    expect(one).toBeGreaterThan(2 * tenth);
    expect(one).toBeLessThan(2);
    expect(ten).toBeGreaterThan(2 * one);
    expect(ten).toBeLessThan(20);
  });

  it('do not hide what no chance explains', () => {
    const state = new DetectorState();
    let detected = 0;
    for (let i = 0; i < 1_000; i++) {
      const value = i < 900 ? 100 + Math.sin(i * 12.9898) * 3 : 200;
      if (observe(state, START + i * STEP_MS, value, { ...GENERIC, demand: demandOf(0.1) }).transition?.type === 'detected') detected++;
    }
    expect(detected).toBe(1);
  });
});
