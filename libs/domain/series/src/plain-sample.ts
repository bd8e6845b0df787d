import type { SampleColumn } from './sample-column.ts';

/**
 * Reads a sample as every sender of remote_write 1.0 writes it: `12 n 09 value 10 time`, without the value when that is 0, the time of
 * 6 bytes (2004 to 2109).
 * @returns where it ends, or -1 when the field at `at` is anything else, which a reader of protobuf may then look at.
 */
export function readPlainSample(view: DataView, at: number, end: number, into: SampleColumn): number {
  if (at + 9 > end || view.getUint8(at) !== 0x12) return -1;
  const length = view.getUint8(at + 1);
  const isZero = length === 7;
  if ((!isZero && length !== 16) || at + 2 + length > end) return -1;
  const timeAt = isZero ? at + 3 : at + 12;
  if (view.getUint8(timeAt - 1) !== 0x10 || (!isZero && view.getUint8(at + 2) !== 0x09)) return -1;
  const lower = view.getUint32(timeAt, true);
  const upper = view.getUint16(timeAt + 4, true);
  if (((lower & 0x80808080) >>> 0) + (upper & 0x8080) !== 0x80808080 + 0x80) return -1; // all but the last of its bytes go on
  const low = (lower & 0x7f) | ((lower >>> 1) & 0x3f80) | ((lower >>> 2) & 0x1fc000) | ((lower >>> 3) & 0xfe00000);
  const time = low + ((upper & 0x7f) | ((upper >>> 1) & 0x3f80)) * 0x1000_0000;
  if (isZero) into.push(time, 0, 0);
  else into.push(time, view.getUint32(at + 3, true), view.getUint32(at + 7, true));
  return at + 2 + length;
}
