import type { Point } from '@cloudops/contracts';

/**
 * At most `maxPoints` points, evenly thinned: of each step the one farthest from the mean of all, so that no peak is lost.
 */
export function thinPoints(points: readonly Point[], maxPoints: number): Point[] {
  if (points.length <= maxPoints) return [...points];
  const known = points.flatMap(([, value]) => (value === null ? [] : [value]));
  const mean = known.reduce((sum, value) => sum + value / known.length, 0);
  const distance = ([, value]: Point) => (value === null ? -1 : Math.abs(value - mean));
  const thinned: Point[] = [];
  for (let step = 0; step < maxPoints; step++) {
    const start = Math.floor((step * points.length) / maxPoints);
    const end = Math.floor(((step + 1) * points.length) / maxPoints);
    let extreme = points[start]!;
    for (let i = start + 1; i < end; i++) if (distance(points[i]!) > distance(extreme)) extreme = points[i]!;
    thinned.push(extreme);
  }
  return thinned;
}
