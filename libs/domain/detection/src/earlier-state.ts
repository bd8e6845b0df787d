import { F, PENDING_CAPACITY } from './detector-fields.ts';
import { FLOAT, PIECES_4, STATE_BYTES_4, WORD } from './detector-places.ts';
import type { DetectorState } from './detector-state.ts';
import { learnReach } from './expected-band.ts';
import { LOG_HISTOGRAM_BYTES, LogHistogram } from './log-histogram.ts';
import { MAGNITUDE_BINS, setMagnitudes } from './magnitudes.ts';
import { unpackCells } from './state-cells.ts';

/** In the order in which they were written, and the pending residuals behind them. */
const ORDER: readonly (keyof typeof F)[] = [
  ...(['count', 'firstTime', 'lastTime', 'lastValue', 'interval', 'level', 'resolution', 'anomalous', 'side', 'onset', 'outside'] as const),
  ...(['inside', 'insideSince', 'yhat', 'lower', 'upper', 'surprise', 'severity', 'sustained'] as const),
  ...(['excursionPoints', 'excursionLevel', 'pendingCount'] as const),
];
const FIELDS = ORDER.length + PENDING_CAPACITY;

/** Reads the band of versions 1 and 2: all that was written before rarity. @returns `into`, or nothing where the bytes are too few. */
export function readEarlier(bytes: Uint8Array, into: DetectorState): DetectorState | undefined {
  if (bytes.byteLength < 1 + FIELDS * 8 + 2 * (LOG_HISTOGRAM_BYTES - MAGNITUDE_BINS * 4)) return undefined;
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const field = (i: number): number => view.getFloat64(1 + i * 8, true);
  ORDER.forEach((name, i) => (into.fields[F[name]] = field(i)));
  for (let i = 0; i < PENDING_CAPACITY; i++) into.fields[F.pending + i] = field(ORDER.length + i);
  const [above, below] = [new LogHistogram(), new LogHistogram()];
  below.read(view, above.read(view, 1 + FIELDS * 8));
  setMagnitudes(into.words, into.word + WORD.above, into.floats, into.float + FLOAT.above, above);
  setMagnitudes(into.words, into.word + WORD.below, into.floats, into.float + FLOAT.below, below);
  learnReach(into);
  return into;
}

/** Reads version 4, which had everything but leaps. @param to all zero. @returns `false` where the bytes are not those of such a state. */
export function readWithoutLeaps(bytes: Uint8Array, to: Int32Array): boolean {
  const before = new Int32Array(STATE_BYTES_4 / 4);
  if (!unpackCells(bytes, before)) return false;
  for (const piece of PIECES_4) to.set(before.subarray(piece.from / 4, (piece.from + piece.bytes) / 4), piece.to / 4);
  return true;
}
