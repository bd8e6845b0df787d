import { F } from './detector-fields.ts';
import { FLOAT, WORD } from './detector-places.ts';
import type { DetectorState } from './detector-state.ts';
import { learnReach } from './expected-band.ts';
import { LOG_HISTOGRAM_BYTES, LogHistogram } from './log-histogram.ts';
import { MAGNITUDE_BINS, setMagnitudes } from './magnitudes.ts';

/** Fields up to the excursion's level were as they are, and the pending residuals followed them at once. */
const FIELDS = 32;
const MOVED = 21;

/** Reads the band of versions 1 and 2: all that was written before rarity. @returns `into`, or nothing where the bytes are too few. */
export function readEarlier(bytes: Uint8Array, into: DetectorState): DetectorState | undefined {
  if (bytes.byteLength < 1 + FIELDS * 8 + 2 * (LOG_HISTOGRAM_BYTES - MAGNITUDE_BINS * 4)) return undefined;
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  for (let i = 0; i < FIELDS; i++) into.fields[i < MOVED ? i : i - MOVED + F.pendingCount] = view.getFloat64(1 + i * 8, true);
  const [above, below] = [new LogHistogram(), new LogHistogram()];
  below.read(view, above.read(view, 1 + FIELDS * 8));
  setMagnitudes(into.words, into.word + WORD.above, into.floats, into.float + FLOAT.above, above);
  setMagnitudes(into.words, into.word + WORD.below, into.floats, into.float + FLOAT.below, below);
  learnReach(into);
  return into;
}
