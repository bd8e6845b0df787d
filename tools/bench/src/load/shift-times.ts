import { compress, uncompress } from 'snappyjs';
import { readVarint, visitFields } from './protobuf-fields.ts';

/** Times of the samples in a remote_write 1.0 body, ms: earliest and latest; nothing when it holds none. */
export function timesOf(body: Uint8Array): { from: number; to: number } | undefined {
  let [from, to] = [Infinity, -Infinity];
  const raw = new Uint8Array(uncompress(body));
  visitTimes(raw, (at) => {
    const [time] = readVarint(raw, at);
    from = Math.min(from, time);
    to = Math.max(to, time);
  });
  return from <= to ? { from, to } : undefined;
}

/** The same body with every sample `byMs` later (earlier when negative). @throws Error when a time would need another number of bytes. */
export function shiftTimes(body: Uint8Array, byMs: number): Buffer {
  const raw = new Uint8Array(uncompress(body));
  visitTimes(raw, (at) => {
    const [time, end] = readVarint(raw, at);
    let rest = time + byMs;
    for (let place = at; place < end - 1; place++) {
      raw[place] = (rest % 128) | 128;
      rest = Math.floor(rest / 128);
    }
    if (rest < 1 || rest > 127) throw new Error(`A sample of ${new Date(time).toISOString()} cannot be moved by ${byMs} ms in place`);
    raw[end - 1] = rest;
  });
  return Buffer.from(compress(raw));
}

/** Calls `visit` with the place of every sample's time: fields 2 of fields 2 of fields 1. */
function visitTimes(raw: Uint8Array, visit: (at: number) => void): void {
  visitFields(raw, 0, raw.length, (series, from, to) => {
    if (series !== 1) return;
    visitFields(raw, from, to, (sample, start, end) => {
      if (sample === 2) visitFields(raw, start, end, (field, at) => void (field === 2 && visit(at)));
    });
  });
}
