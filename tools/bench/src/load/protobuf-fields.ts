/**
 * Calls `visit` for every field of a message in [from, to): length-delimited fields with where their content lies, fixed ones with
 * where their bytes lie, varints with where they begin. Written apart from the service's own reader, as it checks it.
 */
export function visitFields(raw: Uint8Array, from: number, to: number, visit: (field: number, from: number, to: number) => void): void {
  for (let at = from; at < to;) {
    const [tag, content] = readVarint(raw, at);
    const [start, end] = extent(raw, tag & 7, content);
    visit(tag >> 3, start, end);
    at = end;
  }
}

/** @returns the number (exact up to 2^53) and where it ends. */
export function readVarint(raw: Uint8Array, from: number): [value: number, next: number] {
  let value = 0;
  for (let at = from, factor = 1; ; at++, factor *= 128) {
    const byte = raw[at]!;
    value += (byte & 127) * factor;
    if (byte < 128) return [value, at + 1];
  }
}

function extent(raw: Uint8Array, wireType: number, at: number): [from: number, to: number] {
  switch (wireType) {
    case 0:
      return [at, readVarint(raw, at)[1]];
    case 1:
      return [at, at + 8];
    case 2: {
      const [length, content] = readVarint(raw, at);
      return [content, content + length];
    }
    case 5:
      return [at, at + 4];
    default:
      throw new Error(`remote_write bodies have no fields of wire type ${wireType}`);
  }
}
