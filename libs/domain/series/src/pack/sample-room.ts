import { SeriesTable } from '../series-table.ts';

/** Samples for which room is kept: 5 MiB of columns. */
const KEPT_SAMPLES = 320 * 1024;
/** Series for whose table room is kept: 2.4 MiB. */
const KEPT_SERIES = 64 * 1024;
const PIECE_NUMBERS = 64 * 1024;
/** Pieces that are kept, half a MiB each. */
const KEPT_PIECES = 12;

/**
 * Memory in which samples are brought together, one gathering after the other: what a gathering returned means nothing any more once
 * the next one has begun. Fresh columns of some MiB for each would all be garbage of the old generation.
 */
export class SampleRoom {
  #times = new Float64Array(0);
  #words = new Uint32Array(0);
  #series = new SeriesTable();
  readonly #pieces: Float64Array[] = [];
  #piece = 0;
  #used = 0;

  /** The pieces of the gathering before are free again. */
  begin(): void {
    this.#piece = this.#used = 0;
  }

  /** An empty table. */
  series(): SeriesTable {
    if (this.#series.low.length > KEPT_SERIES) this.#series = new SeriesTable();
    this.#series.clear();
    return this.#series;
  }

  /** Room for times, and for values in two words each; it holds anything. */
  columns(samples: number): { readonly times: Float64Array; readonly words: Uint32Array } {
    if (samples > KEPT_SAMPLES) return { times: new Float64Array(samples), words: new Uint32Array(2 * samples) };
    if (samples > this.#times.length) {
      const size = Math.min(KEPT_SAMPLES, Math.ceil(1.25 * samples));
      this.#times = new Float64Array(size);
      this.#words = new Uint32Array(2 * size);
    }
    return { times: this.#times.subarray(0, samples), words: this.#words.subarray(0, 2 * samples) };
  }

  /** Room for some numbers beside those that were given since `begin`; it holds anything. */
  piece(numbers: number): Float64Array {
    if (numbers > PIECE_NUMBERS) return new Float64Array(numbers);
    if (this.#used + numbers > PIECE_NUMBERS) {
      this.#piece += 1;
      this.#used = 0;
    }
    if (this.#piece >= KEPT_PIECES) return new Float64Array(numbers);
    const piece = (this.#pieces[this.#piece] ??= new Float64Array(PIECE_NUMBERS));
    return piece.subarray(this.#used, (this.#used += numbers));
  }
}
