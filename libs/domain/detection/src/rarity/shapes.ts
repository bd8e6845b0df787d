import { halve } from '../halve.ts';

const { abs } = Math;

/** How many shapes a memory holds; the least visited one makes place for a new one. */
export const SHAPES = 32;
/** How far a shape follows the windows that resemble it. */
const FOLLOW = 0.05;
/** The largest number of visits that can be held, and what the first visit weighs. */
const FULL = 0xffff;
const FIRST_WEIGHT = 256;

/**
 * A bounded memory of what a series looked like: prototypes of its last `width` points, found and learnt online (leader clustering:
 * J. A. Hartigan, "Clustering Algorithms", 1975). What resembles none of them is novel, be it a spike, a step, a flat stretch where there never was one.
 * @param h with `known` shapes of `width` points from `at`, and the newest points from `from`. @param width 1, 2, 4 or 8.
 * @returns mean absolute distance a point to the nearest known shape; 0 when none is known.
 */
export function novelty(h: Float16Array, at: number, known: number, width: number, from: number): number {
  nearest = -1;
  let best = Infinity;
  for (let j = 0, s = at; j < known; j++, s += width) {
    let distance = abs(h[from]! - h[s]!);
    if (width > 1) distance += abs(h[from + 1]! - h[s + 1]!);
    if (width > 2) distance += abs(h[from + 2]! - h[s + 2]!) + abs(h[from + 3]! - h[s + 3]!);
    if (distance >= best) continue;
    if (width > 4) {
      distance += abs(h[from + 4]! - h[s + 4]!) + abs(h[from + 5]! - h[s + 5]!);
      distance += abs(h[from + 6]! - h[s + 6]!) + abs(h[from + 7]! - h[s + 7]!);
      if (distance >= best) continue;
    }
    best = distance;
    nearest = j;
  }
  return nearest < 0 ? 0 : best / width;
}

/** The shape that the latest `novelty` found: the two are called in turn, and nothing is allocated for the answer. */
let nearest = -1;

/** Learns the window that `novelty` was just asked about: it becomes a shape of its own, in the place of the least visited one when there is no other. @returns how many shapes are known then. */
export function learnShape(
  h: Float16Array,
  at: number,
  known: number,
  width: number,
  from: number,
  w: Uint16Array,
  visits: number,
): number {
  const full = known === SHAPES;
  nearest = full ? leastVisited(w, visits) : known;
  for (let k = 0; k < width; k++) h[at + nearest * width + k] = h[from + k]!;
  w[visits + nearest] = 0;
  return full ? SHAPES : known + 1;
}

/** Draws the shape that `novelty` found towards the window. */
export function followShape(h: Float16Array, at: number, width: number, from: number): void {
  const shape = at + nearest * width;
  for (let k = 0; k < width; k++) h[shape + k]! += FOLLOW * (h[from + k]! - h[shape + k]!);
}

/** Counts a visit of the shape that was found or learnt. Newer visits weigh more, in whole numbers, instead of all older ones less. @param fade share by which visits lose weight. */
export function countVisit(w: Uint16Array, visits: number, f: Float32Array, weightAt: number, fade: number): void {
  let weight = f[weightAt]! || FIRST_WEIGHT;
  while (w[visits + nearest]! + weight > FULL) {
    halve(w, visits, SHAPES);
    weight /= 2;
  }
  w[visits + nearest]! += Math.round(weight);
  f[weightAt] = weight / (1 - fade);
}

function leastVisited(w: Uint16Array, visits: number): number {
  let least = 0;
  for (let j = 1; j < SHAPES; j++) if (w[visits + j]! < w[visits + least]!) least = j;
  return least;
}
