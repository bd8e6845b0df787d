import { STATE_BYTES } from './detector-places.ts';

/** States of one piece of memory: a buffer of its own, and a view for each kind of number, would cost every state more than half a KB. */
const STATES = 64;

/** Memory of many states, seen as each kind of number. */
export class StateMemory {
  readonly buffer = new ArrayBuffer(STATES * STATE_BYTES);
  readonly floats = new Float32Array(this.buffer);
  readonly halves = new Float16Array(this.buffer);
  readonly words = new Uint16Array(this.buffer);
}

const pieces: StateMemory[] = [];
const free: number[] = [];

/** Gives back the places of states that were collected. */
const abandoned = new FinalizationRegistry<number>((place) => void free.push(place));

/** A place for `owner`, all zero, until `owner` is collected. @returns the memory, and the offset in bytes of the place in it. */
export function claimMemory(owner: object): { memory: StateMemory; offset: number } {
  if (free.length === 0) {
    const first = pieces.push(new StateMemory()) * STATES - STATES;
    for (let i = STATES - 1; i >= 0; i--) free.push(first + i);
  }
  const place = free.pop()!;
  abandoned.register(owner, place);
  const memory = pieces[Math.floor(place / STATES)]!;
  const offset = (place % STATES) * STATE_BYTES;
  new Uint8Array(memory.buffer, offset, STATE_BYTES).fill(0);
  return { memory, offset };
}
