import { uncompress } from 'snappyjs';

/** Samples in a remote_write 1.0 body: fields 2 of its fields 1. */
export function countSamples(body: Uint8Array): number {
  const raw = new Uint8Array(uncompress(body));
  let samples = 0;
  walk(raw, 0, raw.length, (field, from, to) => {
    if (field === 1) walk(raw, from, to, (inner) => void (samples += Number(inner === 2)));
  });
  return samples;
}

/** Calls `visit` for every length-delimited field of a message. */
function walk(raw: Uint8Array, from: number, to: number, visit: (field: number, from: number, to: number) => void): void {
  for (let at = from; at < to;) {
    const [tag, start] = varint(raw, at);
    if ((tag & 7) !== 2) throw new Error(`remote_write bodies have no fields of wire type ${tag & 7} here`);
    const [length, content] = varint(raw, start);
    visit(tag >> 3, content, content + length);
    at = content + length;
  }
}

function varint(raw: Uint8Array, from: number): [value: number, next: number] {
  let value = 0;
  for (let at = from, factor = 1; ; at++, factor *= 128) {
    const byte = raw[at]!;
    value += (byte & 127) * factor;
    if (byte < 128) return [value, at + 1];
  }
}
