import { describe, expect, it } from '@jest/globals';
import { QueryTurns } from './query-turns.ts';

const never = new AbortController().signal;

describe('turns of queries', () => {
  it('are few at a time, all get one, and who leaves the line is passed over', async () => {
    const turns = new QueryTurns();
    let running = 0;
    let most = 0;
    const ends: (() => void)[] = [];
    const work = async (): Promise<void> => {
      most = Math.max(most, ++running);
      await new Promise<void>((resolve) => ends.push(resolve));
      running--;
    };
    const gone = new AbortController();
    const first = [turns.take(work, never), turns.take(work, never)];
    const leaver = turns.take(work, gone.signal);
    const last = [turns.take(work, never), turns.take(work, never)];
    gone.abort(new Error('left'));
    await expect(leaver).rejects.toThrow('left');
    while (ends.length > 0) {
      ends.shift()!();
      await new Promise(setImmediate);
    }
    await Promise.all([...first, ...last]);
    expect(most).toBe(2);
  });

  it('are refused when the line is full, and pass on after a failure', async () => {
    const turns = new QueryTurns();
    let fail!: () => void;
    const failing = () => new Promise<never>((_, reject) => (fail = () => reject(new Error('broken'))));
    const running = [turns.take(failing, never), turns.take(failing, never)];
    const line = Array.from({ length: 32 }, () => turns.take(async () => 'done', never));
    await expect(turns.take(async () => 'late', never)).rejects.toMatchObject({ kind: 'overloaded' });
    fail();
    await expect(running[1]).rejects.toThrow('broken');
    expect(await Promise.all(line)).toEqual(Array(32).fill('done'));
  });
});
