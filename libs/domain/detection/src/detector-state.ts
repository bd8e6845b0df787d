import { FIELD_COUNT, R } from './detector-fields.ts';
import { FLOATS_AT, HALVES_AT, STATE_BYTES, WORDS_AT } from './detector-places.ts';
import { readEarlier, readWithoutLeaps } from './earlier-state.ts';
import { headerBytes, packCells, unpackCells } from './state-cells.ts';
import { claimMemory } from './state-memory.ts';

/** 1 had no rarity, and 2 other numbers for it: such a view keeps its band and learns anew what is rare. 4 had no leaps, and learns only them. */
const VERSION = 5;
const EARLIER = [1, 2];
const WITHOUT_LEAPS = 4;

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
    return written.subarray(0, packCells(this.cells(), writtenInts, VERSION));
  }

  /** `undefined` when the bytes are of another version: that view then learns anew. */
  static restore(bytes: Uint8Array): DetectorState | undefined {
    const version = bytes[0];
    const state = new DetectorState();
    if (version !== undefined && EARLIER.includes(version)) return readEarlier(bytes, state);
    if (version === WITHOUT_LEAPS) return readWithoutLeaps(bytes, state.cells()) ? startLeaps(state) : undefined;
    return version === VERSION && unpackCells(bytes, state.cells()) ? state : undefined;
  }

  private cells(): Int32Array {
    return new Int32Array(this.fields.buffer, this.fields.byteOffset, STATE_BYTES / 4);
  }
}

/** What is typical of a series' leaps is near its deviation until they are known. */
function startLeaps(state: DetectorState): DetectorState {
  state.fields[R.leap] = state.fields[R.deviation]!;
  return state;
}

/** Where a state is put together before it is copied at its size. */
const written = new Uint8Array(headerBytes(STATE_BYTES) + STATE_BYTES);
const writtenInts = new Int32Array(written.buffer);
