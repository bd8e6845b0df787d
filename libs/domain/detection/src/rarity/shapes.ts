/** How many shapes a memory holds; the least visited one makes place for a new one. */
const CAPACITY = 32;
/** How far a shape follows the windows that resemble it. */
const FOLLOW = 0.05;

/** Places a memory of shapes of `width` points needs in a float32 array: the shapes, how often each was visited, and how many there are. */
export const shapesSize = (width: number): number => CAPACITY * (width + 1) + 1;

/**
 * A bounded memory of what a series looked like: prototypes of its last `width` points, found and learnt online (leader clustering:
 * J. A. Hartigan, "Clustering Algorithms", 1975). What resembles none of them is novel, be it a spike, a step, a flat stretch where there never was one.
 * @param at where the memory begins in `m`. @param window the newest points at `from .. from + width`, in any unit.
 * @returns mean absolute distance a point to the nearest known shape, in the window's unit; 0 when none is known.
 */
export function novelty(m: Float32Array, at: number, width: number, window: Float32Array, from: number): number {
  const counts = at + CAPACITY * width;
  const known = m[counts + CAPACITY]!;
  let best = Infinity;
  nearest = -1;
  for (let j = 0; j < known; j++) {
    let distance = 0;
    const shape = at + j * width;
    for (let k = 0; k < width && distance < best; k++) distance += Math.abs(window[from + k]! - m[shape + k]!);
    if (distance >= best) continue;
    best = distance;
    nearest = j;
  }
  return nearest < 0 ? 0 : best / width;
}

/** The shape that the latest `novelty` found: the two are called in turn, and nothing is allocated for the answer. */
let nearest = -1;

/** Learns the window that `novelty` was just asked about. @param isNew whether it becomes a shape of its own. @param fade share by which visits lose weight. */
export function learnShape(
  m: Float32Array,
  at: number,
  width: number,
  window: Float32Array,
  from: number,
  isNew: boolean,
  fade: number,
): void {
  const counts = at + CAPACITY * width;
  const known = m[counts + CAPACITY]!;
  if (nearest < 0 || isNew) {
    const j = known < CAPACITY ? known : leastVisited(m, counts);
    if (known < CAPACITY) m[counts + CAPACITY] = known + 1;
    for (let k = 0; k < width; k++) m[at + j * width + k] = window[from + k]!;
    m[counts + j] = 1;
  } else {
    const shape = at + nearest * width;
    for (let k = 0; k < width; k++) m[shape + k]! += FOLLOW * (window[from + k]! - m[shape + k]!);
    m[counts + nearest]! += 1;
  }
  const kept = 1 - fade;
  for (let j = counts; j < counts + CAPACITY; j++) m[j]! *= kept;
}

function leastVisited(m: Float32Array, counts: number): number {
  let least = 0;
  for (let j = 1; j < CAPACITY; j++) if (m[counts + j]! < m[counts + least]!) least = j;
  return least;
}
