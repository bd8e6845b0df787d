import { IdSlots } from './id-slots.ts';
import { SeriesGathering, type SeriesColumns } from './series-columns.ts';

/**
 * Segments as one, oldest first: of a series that occurs twice the later record wins, with the newer of both times.
 * @param keeps whether a series stays, by the words of its id and its time, ms. @returns the columns and the rows ordered by labels.
 */
export function mergeSegments(
  parts: readonly SeriesColumns[],
  keeps: (low: number, high: number, lastAt: number) => boolean,
): { columns: SeriesColumns; order: number[] } {
  const slots = new IdSlots();
  const winners: { part: SeriesColumns; row: number; lastAt: number }[] = [];
  for (const part of parts) {
    for (let row = 0; row < part.lastAt.length; row++) {
      const slot = slots.add(part.ids[2 * row]!, part.ids[2 * row + 1]!);
      winners[slot] = { part, row, lastAt: Math.max(part.lastAt[row]!, winners[slot]?.lastAt ?? 0) };
    }
  }
  const gathering = new SeriesGathering();
  winners.forEach(({ part, row, lastAt }, slot) => {
    if (!keeps(slots.low(slot), slots.high(slot), lastAt)) return;
    const refs = part.refs.subarray(part.starts[row], part.starts[row + 1]);
    const labels = Array.from(refs, (ref) => [part.names[ref]!, part.values[ref]!] as const);
    gathering.add({ low: slots.low(slot), high: slots.high(slot), labels, lastAt, ...part.owners[part.owner[row]!]! });
  });
  const columns = gathering.columns();
  return { columns, order: orderByLabels(columns) };
}

/** Neighbours share labels: what comes next is told by few bytes. */
function orderByLabels({ names, values, starts, refs, lastAt }: SeriesColumns): number[] {
  const ranks = new Uint32Array(names.length);
  names
    .map((_, ref) => ref)
    .sort((a, b) => compare(names[a]!, names[b]!) || compare(values[a]!, values[b]!))
    .forEach((ref, rank) => (ranks[ref] = rank));
  const ranked = refs.map((ref) => ranks[ref]!);
  return Array.from(lastAt, (_, row) => row).sort((a, b) => {
    const [from, other, end] = [starts[a]!, starts[b]!, Math.min(starts[a + 1]! - starts[a]!, starts[b + 1]! - starts[b]!)];
    for (let i = 0; i < end; i++) if (ranked[from + i] !== ranked[other + i]) return ranked[from + i]! - ranked[other + i]!;
    return starts[a + 1]! - from - (starts[b + 1]! - other);
  });
}

const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);
