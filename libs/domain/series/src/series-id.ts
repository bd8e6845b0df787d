import type { LabelPairs } from './labels.ts';

const SEPARATOR = 0xff; // never occurs in UTF-8, so no two label sets share a byte sequence
const encoder = new TextEncoder();

/**
 * Series id: FNV-1a, 64 bits, over `name 0xff value 0xff ...` of the canonical labels in UTF-8
 * (http://www.isthe.com/chongo/tech/comp/fnv/). Its price is paid once a new series, not once a sample.
 */
export function seriesIdOf(labels: LabelPairs): bigint {
  const parts: number[] = [];
  for (const [name, value] of labels) parts.push(...encoder.encode(name), SEPARATOR, ...encoder.encode(value), SEPARATOR);
  return fnv1a64(parts);
}

/** FNV-1a in two 32-bit halves: the prime is 2^40 + 0x1b3, so `hash * prime = (hash << 40) + hash * 0x1b3`. */
export function fnv1a64(bytes: Iterable<number>): bigint {
  let hi = 0xcbf29ce4;
  let lo = 0x84222325;
  for (const byte of bytes) {
    lo = (lo ^ byte) >>> 0;
    const product = lo * 0x1b3;
    const carry = Math.floor(product / 0x1_0000_0000);
    hi = (Math.imul(hi, 0x1b3) + carry + (lo << 8)) >>> 0;
    lo = product >>> 0;
  }
  return (BigInt(hi) << 32n) | BigInt(lo);
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
