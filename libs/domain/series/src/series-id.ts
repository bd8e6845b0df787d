import type { LabelPairs } from './labels.ts';

const SEPARATOR = 0xff; // never occurs in UTF-8, so no two label sets share a byte sequence
/** Where labels are written to be hashed; shared, as nothing is awaited. */
let scratch = Buffer.allocUnsafeSlow(4096);

/** FNV-1a, 64 bits, in two words (http://www.isthe.com/chongo/tech/comp/fnv/): the prime is 2^40 + 0x1b3. */
export class Fnv1a64 {
  #low = 0x84222325 | 0;
  #high = 0xcbf29ce4 | 0;

  get low(): number {
    return this.#low >>> 0;
  }

  get high(): number {
    return this.#high >>> 0;
  }

  /** `hash * prime = (hash << 40) + hash * 0x1b3`, in halves that fit the integers of the processor. */
  add(bytes: Uint8Array, from: number, to: number): void {
    let [high, low] = [this.#high, this.#low];
    for (let at = from; at < to; at++) {
      low ^= bytes[at]!;
      const lower = (low & 0xffff) * 0x1b3;
      const upper = (low >>> 16) * 0x1b3 + (lower >>> 16);
      high = (Math.imul(high, 0x1b3) + (upper >>> 16) + (low << 8)) | 0;
      low = (upper << 16) | (lower & 0xffff);
    }
    [this.#high, this.#low] = [high, low];
  }
}

/**
 * Series id: FNV-1a, 64 bits, over `name 0xff value 0xff ...` of the canonical labels in UTF-8.
 * Its price is paid once a new series, not once a sample.
 */
export function seriesHash(labels: LabelPairs): Fnv1a64 {
  const hash = new Fnv1a64();
  let end = 0;
  for (const [name, value] of labels) {
    const most = end + 3 * (name.length + value.length) + 2;
    if (most > scratch.length) scratch = Buffer.concat([scratch.subarray(0, end)], 2 * most);
    end = write(value, write(name, end));
  }
  hash.add(scratch, 0, end);
  return hash;
}

/** @returns where the text and its separator end. */
function write(text: string, start: number): number {
  let end = start;
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i);
    if (code > 127) {
      end = start + scratch.write(text, start);
      break;
    }
    scratch[end++] = code;
  }
  scratch[end] = SEPARATOR;
  return end + 1;
}

const SEPARATORS = Uint8Array.of(SEPARATOR);

/** The same over texts that lie in a message: from and to of each name and each value. */
export function hashOfSpans(message: Uint8Array, spans: readonly number[]): Fnv1a64 {
  const hash = new Fnv1a64();
  for (let i = 0; i < spans.length; i += 2) {
    hash.add(message, spans[i]!, spans[i + 1]!);
    hash.add(SEPARATORS, 0, 1);
  }
  return hash;
}

/** FNV-1a of any bytes. */
export function fnv1a64(bytes: Uint8Array): bigint {
  const hash = new Fnv1a64();
  hash.add(bytes, 0, bytes.length);
  return idOfWords(hash.low, hash.high);
}

export const idOfWords = (low: number, high: number): bigint => (BigInt(high) << 32n) | BigInt(low);

/** The 16 hex digits that the contracts carry. */
export const seriesIdText = (id: bigint): string => id.toString(16).padStart(16, '0');
export const parseSeriesId = (text: string): bigint => BigInt(`0x${text}`);

/** Partition of a series; mixed (MurmurHash3's fmix32) because FNV leaves its upper bits uneven over short labels. */
export const partitionOf = (id: bigint, partitions: number): number =>
  partitionOfWords(Number(id & 0xffffffffn), Number(id >> 32n), partitions);

/** The same, by the two words of the id. */
export function partitionOfWords(low: number, high: number, partitions: number): number {
  let mixed = low ^ high;
  mixed = Math.imul(mixed ^ (mixed >>> 16), 0x85ebca6b);
  mixed = Math.imul(mixed ^ (mixed >>> 13), 0xc2b2ae35);
  return ((mixed ^ (mixed >>> 16)) >>> 0) % partitions;
}
