/** Reproducible noise: `count` values around `level`, uniform within `spread` to either side. */
export function noise(count: number, level: number, spread: number, seed = 1): number[] {
  let state = seed >>> 0 || 1;
  return Array.from({ length: count }, () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return level + ((state / 2 ** 32) * 2 - 1) * spread;
  });
}
