/** Writes a seq into a batch's header, where both versions have it. */
export function withSeq<T extends Uint8Array>(body: T, seq: bigint): T {
  new DataView(body.buffer, body.byteOffset, body.byteLength).setBigUint64(3, seq, true);
  return body;
}
