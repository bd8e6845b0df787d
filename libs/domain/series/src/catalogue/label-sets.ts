import type { SeriesIndex } from './series-index.ts';

/** Names of labels that any of some series has, in order; `undefined` means every series. */
export function labelNamesOf(index: SeriesIndex, slots: Uint32Array | undefined): string[] {
  const { pairs } = index;
  const found = new Set<number>();
  if (slots === undefined) {
    for (let pair = 0; pair < pairs.size; pair++) if (index.countOf(pair) > 0) found.add(pairs.nameNumberOf(pair));
  } else for (const pair of pairsOf(index, slots)) found.add(pairs.nameNumberOf(pair));
  return [...found].map((number) => pairs.names[number]!).sort();
}

/** Values of one label of some series, in order; `undefined` means every series. */
export function labelValuesOf(index: SeriesIndex, label: string, slots: Uint32Array | undefined): string[] {
  const { pairs } = index;
  const name = pairs.numberOfName(label);
  const found = slots === undefined ? pairs.pairsOf(name) : new Set(slots.values().map((slot) => index.pairUnder(slot, name)));
  return [...found]
    .filter((pair) => pair >= 0 && index.countOf(pair) > 0)
    .map((pair) => pairs.valueOf(pair))
    .sort();
}

/** Every different label of some series. */
function pairsOf(index: SeriesIndex, slots: Uint32Array): Set<number> {
  const seen = new Uint8Array(index.pairs.size);
  const found = new Set<number>();
  for (const slot of slots) {
    for (const pair of index.pairsOf(slot)) {
      if (seen[pair] === 1) continue;
      seen[pair] = 1;
      found.add(pair);
    }
  }
  return found;
}
