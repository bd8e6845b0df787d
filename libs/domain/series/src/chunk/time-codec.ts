import { type BitReader } from './bit-reader.ts';
import { type BitWriter } from './bit-writer.ts';

/** Widths of the delta-of-delta classes, by the number of leading 1s; tuned for ms and scrape jitter. */
const WIDTHS = [0, 7, 12, 20] as const;
const words = new Uint32Array(2);
const word = new Float64Array(words.buffer);

/**
 * Delta-of-delta times (Gorilla, Pelkonen et al. 2015, section 4.1.1): prefix 0 repeats the interval, 10, 110 and 1110 carry
 * its change in 7, 12 or 20 bits, 1111 carries the time itself, so that any sequence survives.
 */
export class TimeEncoder {
  readonly #out: BitWriter;
  #last = 0;
  #delta = 0;

  constructor(out: BitWriter) {
    this.#out = out;
  }

  write(time: number): void {
    const delta = time - this.#last;
    const change = delta - this.#delta;
    const width = WIDTHS.findIndex((bits) => change >= -(2 ** (bits - 1)) && change < 2 ** (bits - 1));
    if (change === 0) this.#out.write(0, 1);
    else if (width > 0) {
      this.#out.write(2 ** (width + 1) - 2, width + 1);
      this.#out.write(change, WIDTHS[width]!);
    } else {
      this.#out.write(0b1111, 4);
      word[0] = time;
      this.#out.write(words[1]!, 32);
      this.#out.write(words[0]!, 32);
    }
    this.#last = time;
    this.#delta = delta;
  }
}

export class TimeDecoder {
  readonly #in: BitReader;
  #last = 0;
  #delta = 0;

  constructor(input: BitReader) {
    this.#in = input;
  }

  read(): number {
    let ones = 0;
    while (ones < 4 && this.#in.read(1) === 1) ones += 1;
    let time: number;
    if (ones === 4) {
      words[1] = this.#in.read(32);
      words[0] = this.#in.read(32);
      time = word[0]!;
    } else {
      const width = WIDTHS[ones]!;
      const change = ones === 0 ? 0 : (this.#in.read(width) << (32 - width)) >> (32 - width);
      time = this.#last + this.#delta + change;
    }
    this.#delta = time - this.#last;
    this.#last = time;
    return time;
  }
}
