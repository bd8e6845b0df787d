import { FIELD_COUNT } from './detector-fields.ts';
import { FLOATS_AT, HALVES_AT, STATE_BYTES, WORDS_AT } from './detector-places.ts';
import { readEarlier } from './earlier-state.ts';
import { claimMemory } from './state-memory.ts';

/** 1 had no rarity, and 2 other numbers for it: such a view keeps its band and learns anew what is rare. */
const VERSION = 4;
const EARLIER = [1, 2];
/** Eight bytes that are all zero are not written: a bit each says which are. In front of the bits is the version. */
const CELLS = STATE_BYTES / 8;
const HEADER_BYTES = 8 * Math.ceil((1 + CELLS / 8) / 8);

/** Everything a detector remembers about one view: what is expected of it, and what is rare for it. Its numbers lie in memory that many states share. */
export class DetectorState {
  /** At the places of `F` and `R`. */
  readonly fields: Float64Array;
  /** Numbers of all states in the same memory; this one's begin at `float` (places: `FLOAT`), `half` (`HALF`) and `word` (`WORD`). */
  readonly floats: Float32Array;
  readonly halves: Float16Array;
  readonly words: Uint16Array;
  readonly float: number;
  readonly half: number;
  readonly word: number;

  constructor() {
    const { memory, offset } = claimMemory(this);
    this.fields = new Float64Array(memory.buffer, offset, FIELD_COUNT);
    this.floats = memory.floats;
    this.halves = memory.halves;
    this.words = memory.words;
    this.float = (offset + FLOATS_AT) / 4;
    this.half = (offset + HALVES_AT) / 2;
    this.word = (offset + WORDS_AT) / 2;
  }

  serialise(): Uint8Array {
    return this.write().slice();
  }

  /** As `serialise`, but valid until the next call of any state. In the byte order of the machine, which is little-endian wherever Node runs. */
  write(): Uint8Array {
    const { buffer, byteOffset } = this.fields;
    const from = new Int32Array(buffer, byteOffset, CELLS * 2);
    written.fill(0, 0, HEADER_BYTES);
    written[0] = VERSION;
    let end = HEADER_BYTES / 4;
    for (let cell = 0; cell < CELLS; cell++) {
      if (from[cell * 2] === 0 && from[cell * 2 + 1] === 0) continue;
      written[1 + (cell >> 3)]! |= 1 << (cell & 7);
      writtenInts[end++] = from[cell * 2]!;
      writtenInts[end++] = from[cell * 2 + 1]!;
    }
    return written.subarray(0, end * 4);
  }

  /** `undefined` when the bytes are of another version: that view then learns anew. */
  static restore(bytes: Uint8Array): DetectorState | undefined {
    const version = bytes[0];
    if (version !== undefined && EARLIER.includes(version)) return readEarlier(bytes, new DetectorState());
    if (version !== VERSION || bytes.byteLength < HEADER_BYTES || bytes.byteLength > written.byteLength) return undefined;
    written.set(bytes); // aligned
    const state = new DetectorState();
    const to = new Int32Array(state.fields.buffer, state.fields.byteOffset, CELLS * 2);
    let at = HEADER_BYTES / 4;
    for (let cell = 0; cell < CELLS; cell++) {
      if ((written[1 + (cell >> 3)]! & (1 << (cell & 7))) === 0) continue;
      to[cell * 2] = writtenInts[at++]!;
      to[cell * 2 + 1] = writtenInts[at++]!;
    }
    return at * 4 === bytes.byteLength ? state : undefined;
  }
}

/** Where a state is put together before it is copied at its size. */
const written = new Uint8Array(HEADER_BYTES + STATE_BYTES);
const writtenInts = new Int32Array(written.buffer);
