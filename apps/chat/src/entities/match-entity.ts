import type { EntityRef } from '@cloudops/contracts';

const THRESHOLD = 0.7;
const normal = (text: string): string =>
  text
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, ' ')
    .trim();
const squeezed = (text: string): string => normal(text).replaceAll(' ', '');

/** Optimal string alignment distance (Damerau, adjacent swaps count one), as in any textbook. */
export function editDistance(a: string, b: string): number {
  let before: number[] = [];
  let last = Array.from({ length: b.length + 1 }, (_, j) => j);
  for (let i = 1; i <= a.length; i++) {
    const row = [i];
    for (let j = 1; j <= b.length; j++) {
      const cost = a[i - 1] === b[j - 1] ? 0 : 1;
      let best = Math.min(last[j]! + 1, row[j - 1]! + 1, last[j - 1]! + cost);
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]) best = Math.min(best, before[j - 2]! + 1);
      row.push(best);
    }
    [before, last] = [last, row];
  }
  return last[b.length]!;
}

/** How well `mention` names `id`, 0 to 1: equal, without port, all words present, or a typo or two away. */
export function similarity(mention: string, id: string): number {
  const [m, n] = [squeezed(mention), squeezed(id)];
  if (m === '' || n === '') return 0;
  if (m === n) return 1;
  if (m === squeezed(id.replace(/:\d+$/, ''))) return 0.95;
  const words = new Set(normal(id).split(' '));
  const asked = normal(mention).split(' ');
  if (asked.every((w) => words.has(w))) return 0.9;
  // web-1 is no typo and no part of web-2 or web-10
  const numbers = new Set(id.match(/\d+/g));
  if (!(mention.match(/\d+/g) ?? []).every((number) => numbers.has(number))) return 0;
  if (m.length >= 3 && n.startsWith(m)) return 0.85;
  if (m.length >= 4 && n.includes(m)) return 0.8;
  const distance = editDistance(m, n);
  return distance <= Math.min(2, Math.floor(n.length / 4)) ? 0.8 - distance * 0.05 : 0;
}

/** The entity that `mention` most likely means, or `undefined` when nothing comes close. Earlier entries win ties. */
export function matchEntity<E extends Pick<EntityRef, 'id'>>(mention: string, known: readonly E[]): E | undefined {
  let best: E | undefined;
  let score = THRESHOLD - Number.EPSILON;
  for (const entity of known) {
    const s = similarity(mention, entity.id);
    if (s > score) [best, score] = [entity, s];
  }
  return best;
}
