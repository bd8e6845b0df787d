import { snappyAround, type Hole } from './snappy-around.ts';

/** Value (8), tag (1), time (6): what changes from one sending to the next. */
const SAMPLE_BYTES = 15;
const TIME_TAG = 0x10;
/** Times between 2004 and 2109 take six bytes as a varint; a template has room for exactly those. */
const EARLIEST_MS = 2 ** 40;

/** A remote_write 1.0 body of one sample a series, encoded and compressed once; `set` overwrites a sample in place. */
export class WriteTemplate {
  readonly body: Buffer<ArrayBuffer>;
  private readonly samplesAt: Int32Array;

  /** @param series labels of each, sorted by name */
  constructor(series: readonly (readonly [name: string, value: string][])[]) {
    const raw: number[] = [];
    const holes: Hole[] = [];
    for (const labels of series) {
      const encoded = [...labels.flatMap(([name, value]) => field(1, [...field(1, text(name)), ...field(2, text(value))]))];
      const sample = [0x12, SAMPLE_BYTES + 1, 0x09, ...new Uint8Array(8), TIME_TAG, ...varint(EARLIEST_MS)];
      raw.push(...field(1, [...encoded, ...sample]));
      holes.push([raw.length - SAMPLE_BYTES, raw.length]);
    }
    const { block, holesAt } = snappyAround(Uint8Array.from(raw), holes);
    this.body = block;
    this.samplesAt = holesAt;
    series.forEach((_, i) => this.set(i, EARLIEST_MS, 0));
  }

  /** @param time ms since the epoch */
  set(i: number, time: number, value: number): void {
    const at = this.samplesAt[i]!;
    this.body.writeDoubleLE(value, at);
    this.body[at + 8] = TIME_TAG;
    let rest = time;
    for (let byte = 9; byte < SAMPLE_BYTES - 1; byte++) {
      this.body[at + byte] = (rest % 128) | 128;
      rest = Math.floor(rest / 128);
    }
    this.body[at + SAMPLE_BYTES - 1] = rest;
  }
}

const field = (number: number, content: number[]): number[] => [(number << 3) | 2, ...varint(content.length), ...content];
const text = (value: string): number[] => [...Buffer.from(value)];

function varint(value: number): number[] {
  const bytes: number[] = [];
  let rest = value;
  for (; rest > 127; rest = Math.floor(rest / 128)) bytes.push((rest % 128) | 128);
  return [...bytes, rest];
}
