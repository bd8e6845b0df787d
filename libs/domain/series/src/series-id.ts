import type { LabelPairs } from './labels.ts';

const SEPARATOR = 0xff; // never occurs in UTF-8, so no two label sets share a byte sequence
/** Where labels are written to be hashed; shared, as nothing is awaited. */
let scratch = Buffer.allocUnsafeSlow(4096);

/**
 * Series id: FNV-1a, 64 bits, over `name 0xff value 0xff ...` of the canonical labels in UTF-8
 * (http://www.isthe.com/chongo/tech/comp/fnv/). Its price is paid once a new series, not once a sample.
 */
export function seriesIdOf(labels: LabelPairs): bigint {
  let end = 0;
  for (const [name, value] of labels) {
    const most = end + 3 * (name.length + value.length) + 2;
    if (most > scratch.length) scratch = Buffer.concat([scratch.subarray(0, end)], 2 * most);
    end = write(value, write(name, end));
  }
  return fnv1a64(scratch.subarray(0, end));
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

/** FNV-1a: the prime is 2^40 + 0x1b3, so `hash * prime = (hash << 40) + hash * 0x1b3`; in halves that fit the integers of the processor. */
export function fnv1a64(bytes: Uint8Array): bigint {
  let hi = 0xcbf29ce4 | 0;
  let lo = 0x84222325 | 0;
  for (let i = 0; i < bytes.length; i++) {
    lo ^= bytes[i]!;
    const lower = (lo & 0xffff) * 0x1b3;
    const upper = (lo >>> 16) * 0x1b3 + (lower >>> 16);
    hi = (Math.imul(hi, 0x1b3) + (upper >>> 16) + (lo << 8)) | 0;
    lo = (upper << 16) | (lower & 0xffff);
  }
  return (BigInt(hi >>> 0) << 32n) | BigInt(lo >>> 0);
}

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
