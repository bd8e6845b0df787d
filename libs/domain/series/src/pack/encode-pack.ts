import { type SampleColumns, writeVarint } from '@cloudops/contracts';
import { constants, zstdCompressSync } from 'node:zlib';
import { TimeColumns } from './time-columns.ts';
import { DESCRIPTION_BYTES, type DescribedOutput, writeDescribed } from './described-values.ts';
import { valueBytes } from './value-column.ts';

export const PACK_VERSION = 2;

/** Some samples of one series inside columns. */
export interface Pick {
  readonly series: number;
  readonly start: number;
  readonly end: number;
}

/** Packs are put together here, one after the other, so that none costs memory beyond its own size. */
const scratch = { values: new Uint8Array(1024 * 1024), descriptions: new Uint8Array(64 * 1024), head: new Uint8Array(256 * 1024) };

/**
 * One pack: samples of many series, so that a row's and a series' overhead is shared. u8 version, u32 bytes of the directory, then two
 * zstd frames. The directory: varints of the number of series and of time columns; u64 ids; per series the varint of its time column and
 * of its bytes of values; the time columns (`TimeColumns`); per series the description of its values (`writeDescribed`), so that finding a
 * series, its times, least and largest value needs no values. The second frame: the values. Picks must be ordered by id.
 * @param effort zstd's level, 1 to 19.
 */
export function encodePack({ ids, times, values }: SampleColumns, picks: readonly Pick[], effort: number): Uint8Array {
  const words = new Uint32Array(values.buffer, values.byteOffset, 2 * values.length);
  const shared = new TimeColumns(times);
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
  const idBytes = new Uint8Array(ids.buffer, ids.byteOffset, ids.byteLength);
  for (const { series } of picks) {
    head.set(idBytes.subarray(series * 8, series * 8 + 8), at);
    at += 8;
  }
  picks.forEach(({ start, end }, i) => {
    const before = out.valuesEnd;
    writeDescribed(out, values.subarray(start, end), words.subarray(2 * start, 2 * end));
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
