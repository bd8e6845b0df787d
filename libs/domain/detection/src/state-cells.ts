/** Eight bytes that are all zero are not written: a bit each says which are. In front of the bits is the version. */
export const headerBytes = (stateBytes: number): number => 8 * Math.ceil((1 + stateBytes / 64) / 8);

/** @param from numbers of a state. @param to as long as its header and itself. @returns bytes of `to` that were filled. */
export function packCells(from: Int32Array, to: Int32Array, version: number): number {
  const header = new Uint8Array(to.buffer, to.byteOffset, headerBytes(from.byteLength)).fill(0);
  header[0] = version;
  let end = header.length / 4;
  for (let cell = 0; cell < from.length / 2; cell++) {
    if (from[cell * 2] === 0 && from[cell * 2 + 1] === 0) continue;
    header[1 + (cell >> 3)]! |= 1 << (cell & 7);
    to[end++] = from[cell * 2]!;
    to[end++] = from[cell * 2 + 1]!;
  }
  return end * 4;
}

/** The reverse. @param to all zero, as long as the state. @returns `false` where the bytes are not those of such a state. */
export function unpackCells(bytes: Uint8Array, to: Int32Array): boolean {
  const header = headerBytes(to.byteLength);
  if (bytes.byteLength < header || bytes.byteLength > header + to.byteLength || bytes.byteLength % 4 !== 0) return false;
  const from = new Int32Array(new Uint8Array(bytes).buffer); // aligned
  let at = header / 4;
  for (let cell = 0; cell < to.length / 2; cell++) {
    if ((bytes[1 + (cell >> 3)]! & (1 << (cell & 7))) === 0) continue;
    to[cell * 2] = from[at++]!;
    to[cell * 2 + 1] = from[at++]!;
  }
  return at === from.length;
}
