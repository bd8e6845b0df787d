import type { MetricType } from '@cloudops/contracts';
import { constants, zstdCompressSync, zstdDecompressSync } from 'node:zlib';
import type { MetricFamily } from './metric-families.ts';

/** zstd's level: families are told once and stay. */
const EFFORT = 15;
/** A stored segment never grows beyond this when it is unpacked. */
const MAX_BYTES = 256 * 1024 * 1024;

/** Declarations of families in one row: a zstd frame of JSON, `[name, type, help, unit]` each, ordered by name, for neighbours are alike. */
export function encodeFamilies(families: Iterable<readonly [string, MetricFamily]>): Uint8Array {
  const rows = Array.from(families, ([name, { type, help, unit }]) => [name, type, help, unit] as const).sort(([a], [b]) =>
    a < b ? -1 : 1,
  );
  return zstdCompressSync(JSON.stringify(rows), { params: { [constants.ZSTD_c_compressionLevel]: EFFORT } });
}

export function decodeFamilies(body: Uint8Array): [string, MetricFamily][] {
  const rows = JSON.parse(zstdDecompressSync(body, { maxOutputLength: MAX_BYTES }).toString()) as [string, MetricType, string, string][];
  return rows.map(([name, type, help, unit]) => [name, { type, help, unit }]);
}
