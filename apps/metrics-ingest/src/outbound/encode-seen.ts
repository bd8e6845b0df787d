import { VarintReader, writeSigned, writeVarint } from '@cloudops/contracts';
import type { SeriesTable } from '@cloudops/domain-series';
import { zstdCompressSync, zstdDecompressSync } from 'node:zlib';

/** First four bytes of a zstd frame, as a number; bodies of older releases are plain and begin with the number of series. */
const ZSTD = 0xfd2fb528;
/** In the place of the number of series, which older releases wrote before ids as they are and times as f64. */
const SORTED = 0xffffffff;
const ID_BYTES = 8;
const MOST_VARINT_BYTES = 10;

type Visit = (low: number, high: number, time: number) => void;

/**
 * Newest samples of series as one zstd frame: u32 `SORTED`, u32 number of series, the differences between their ascending ids as eight
 * planes of bytes, the highest first (those are small, so a series costs less than its id), then the varint of the number of times, each
 * time's change, ms, as a signed varint, and per series the varint of its time's number: series of one target end together. Series whose
 * newest sample is older than `since`, ms, are left out.
 */
export function encodeSeen(table: SeriesTable, since: number): Buffer {
  const words = sortedIds(table, since);
  const count = words.length / 2;
  const times = new Map<number, number>();
  const numbers = new Uint32Array(count);
  for (let i = 0; i < count; i++) {
    const time = table.lastAt[table.find(words[2 * i]!, words[2 * i + 1]!)]!;
    let number = times.get(time);
    if (number === undefined) times.set(time, (number = times.size));
    numbers[i] = number;
  }
  const body = Buffer.allocUnsafe(8 + MOST_VARINT_BYTES * (1 + times.size) + count * (ID_BYTES + MOST_VARINT_BYTES));
  body.writeUInt32LE(SORTED, 0);
  body.writeUInt32LE(count, 4);
  writePlanes(body.subarray(8), words);
  let at = writeVarint(body, 8 + count * ID_BYTES, times.size);
  let last = 0;
  for (const time of times.keys()) {
    at = writeSigned(body, at, time - last);
    last = time;
  }
  for (const number of numbers) at = writeVarint(body, at, number);
  return zstdCompressSync(body.subarray(0, at));
}

/** Two words each. */
function sortedIds(table: SeriesTable, since: number): Uint32Array {
  const words = new Uint32Array(2 * table.size);
  let count = 0;
  for (let slot = 0; slot < table.end; slot++) {
    if (table.used[slot] === 0 || table.lastAt[slot]! < since) continue;
    words[2 * count] = table.low[slot]!;
    words[2 * count++ + 1] = table.high[slot]!;
  }
  new BigUint64Array(words.buffer, 0, count).sort();
  return words.subarray(0, 2 * count);
}

function writePlanes(out: Uint8Array, words: Uint32Array): void {
  const count = words.length / 2;
  let [lastLow, lastHigh] = [0, 0];
  for (let i = 0; i < count; i++) {
    const [low, high] = [words[2 * i]!, words[2 * i + 1]!];
    const [stepLow, stepHigh] = [low - lastLow, high - lastHigh - (low < lastLow ? 1 : 0)];
    for (let plane = 0; plane < 4; plane++) {
      out[plane * count + i] = stepHigh >>> (24 - 8 * plane);
      out[(4 + plane) * count + i] = stepLow >>> (24 - 8 * plane);
    }
    [lastLow, lastHigh] = [low, high];
  }
}

/** Visits every series of a body, whichever release wrote it. */
export function eachSeen(stored: Buffer, visit: Visit): void {
  const body = stored.length >= 4 && stored.readUInt32LE(0) === ZSTD ? zstdDecompressSync(stored) : stored;
  const count = body.length < 4 ? 0 : body.readUInt32LE(0);
  if (count === SORTED) eachSorted(body, visit);
  else
    for (let i = 0; i < count; i++)
      visit(body.readUInt32LE(4 + 8 * i), body.readUInt32LE(8 + 8 * i), body.readDoubleLE(4 + 8 * (count + i)));
}

function eachSorted(body: Buffer, visit: Visit): void {
  const count = body.readUInt32LE(4);
  const input = new VarintReader(body, 8 + count * ID_BYTES);
  const times = new Float64Array(input.unsigned());
  for (let i = 0; i < times.length; i++) times[i] = (times[i - 1] ?? 0) + input.signed();
  let [low, high] = [0, 0];
  for (let i = 0; i < count; i++) {
    let [stepHigh, stepLow] = [0, 0];
    for (let plane = 0; plane < 4; plane++) {
      stepHigh = (stepHigh << 8) | body[8 + plane * count + i]!;
      stepLow = (stepLow << 8) | body[8 + (4 + plane) * count + i]!;
    }
    const sum = low + (stepLow >>> 0);
    high = (high + stepHigh + (sum > 0xffffffff ? 1 : 0)) >>> 0;
    low = sum >>> 0;
    visit(low, high, times[input.unsigned()]!);
  }
}
