import { type SampleColumns, writeVarint } from '@cloudops/contracts';
import { constants, zstdCompressSync } from 'node:zlib';
import { bitsOf } from '../samples.ts';
import { TimeColumns } from './time-columns.ts';
import { DESCRIPTION_BYTES, type DescribedOutput, writeDescribed } from './described-values.ts';
import { valueBytes, writeWords } from './value-column.ts';

export const PACK_VERSION = 2;

/** Some samples of one series inside columns. */
export interface Pick {
  readonly series: number;
  readonly start: number;
  readonly end: number;
}

/** Packs are put together here, one after the other, so that none costs memory beyond its own size. */
const scratch = { values: new Uint8Array(1024 * 1024), descriptions: new Uint8Array(64 * 1024), head: new Uint8Array(256 * 1024) };
/** Values of one series after the other, and their bits: views of the columns would cost more than a few samples. */
let one = new Float64Array(4096);
let oneWords = bitsOf(one);

/**
 * One pack: samples of many series, so that a row's and a series' overhead is shared. u8 version, u32 bytes of the directory, then two
 * zstd frames. The directory: varints of the number of series and of time columns; u64 ids; per series the varint of its time column and
 * of its bytes of values; the time columns (`TimeColumns`); per series the description of its values (`writeDescribed`), so that finding a
 * series, its times, least and largest value needs no values. The second frame: the values. Picks must be ordered by id.
 * @param effort zstd's level, 1 to 19.
 */
export function encodePack({ ids, times, values }: SampleColumns, picks: readonly Pick[], effort: number): Uint8Array {
  const words = bitsOf(values);
  const shared = new TimeColumns(times, picks.length);
  const timeColumns = picks.map(({ start, end }) => shared.numberOf(start, end));
  const out: DescribedOutput = {
    values: room(
      'values',
      picks.reduce((sum, { start, end }) => sum + valueBytes(end - start), 0),
    ),
    descriptions: room('descriptions', picks.length * DESCRIPTION_BYTES),
    ...{ valuesEnd: 0, descriptionsEnd: 0 },
  };
  const head = room('head', 64 + picks.length * (20 + DESCRIPTION_BYTES) + shared.bytes);
  let at = writeVarint(head, writeVarint(head, 0, picks.length), shared.length);
  for (const { series } of picks) at = writeWords(head, at, ids[2 * series]!, ids[2 * series + 1]!);
  picks.forEach(({ start, end }, i) => {
    const before = out.valuesEnd;
    copyOut(words, start, end);
    writeDescribed(out, one, oneWords, end - start);
    at = writeVarint(head, writeVarint(head, at, timeColumns[i]!), out.valuesEnd - before);
  });
  at = shared.write(head, at);
  head.set(out.descriptions.subarray(0, out.descriptionsEnd), at);
  const params = { params: { [constants.ZSTD_c_compressionLevel]: effort } };
  const directory = zstdCompressSync(head.subarray(0, at + out.descriptionsEnd), params);
  const start = Buffer.alloc(5);
  start[0] = PACK_VERSION;
  start.writeUInt32LE(directory.length, 1);
  return Buffer.concat([start, directory, zstdCompressSync(out.values.subarray(0, out.valuesEnd), params)]);
}

function room(name: keyof typeof scratch, bytes: number): Uint8Array<ArrayBuffer> {
  if (scratch[name].length < bytes) scratch[name] = new Uint8Array(2 * bytes);
  return scratch[name];
}

function copyOut(words: Uint32Array, start: number, end: number): void {
  if (one.length < end - start) oneWords = bitsOf((one = new Float64Array(2 * (end - start))));
  for (let from = 2 * start, to = 0; from < 2 * end; from++, to++) oneWords[to] = words[from]!;
}
