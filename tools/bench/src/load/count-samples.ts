import { uncompress } from 'snappyjs';
import { visitFields } from './protobuf-fields.ts';

/** Samples in a remote_write 1.0 body: fields 2 of its fields 1. */
export function countSamples(body: Uint8Array): number {
  const raw = new Uint8Array(uncompress(body));
  let samples = 0;
  visitFields(raw, 0, raw.length, (field, from, to) => {
    if (field === 1) visitFields(raw, from, to, (inner) => void (samples += Number(inner === 2)));
  });
  return samples;
}
