/** Largest body of one message of a reply, in bytes. */
export const FRAME_BYTES = 256 * 1024;

/** Largest item of a reply, in bytes, however many frames it takes. */
export const ITEM_BYTES = 16 * 1024 * 1024;

/** Frames that may be under way to a caller; it asks for as many again as it has read when half are used. */
export const CREDIT = 16;

/**
 * `part`: a piece of an item, more follow. `item`: the last piece of one. `last`: of the last one. `end`: nothing follows.
 * `error`: the reply failed; the body says how.
 */
export const FRAME_KINDS = ['part', 'item', 'last', 'end', 'error'] as const;
export type FrameKind = (typeof FRAME_KINDS)[number];

export interface Frame {
  readonly kind: FrameKind;
  readonly body: Uint8Array;
}

/** Cuts an encoded item into frames; the last one is of kind `closing`. */
export function* framesOf(item: Uint8Array, closing: 'item' | 'last', frameBytes = FRAME_BYTES): Generator<Frame> {
  let at = 0;
  for (; item.byteLength - at > frameBytes; at += frameBytes) yield { kind: 'part', body: item.subarray(at, at + frameBytes) };
  yield { kind: closing, body: item.subarray(at) };
}
