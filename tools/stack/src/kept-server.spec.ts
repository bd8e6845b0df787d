import { describe, expect, it } from '@jest/globals';
import { keepRunning, type StartedServer } from './kept-server.ts';

/** A server whose process ends when the test says so. */
class FakeServer implements StartedServer {
  readonly pid: number;
  readonly ended: Promise<void>;
  readonly #end: () => void;
  constructor(pid: number) {
    this.pid = pid;
    const { promise, resolve } = Promise.withResolvers<void>();
    this.ended = promise;
    this.#end = resolve;
  }
  die(): void {
    this.#end();
  }
  stop(): Promise<void> {
    this.#end();
    return Promise.resolve();
  }
}

describe('keepRunning', () => {
  it('starts a server again that ended by itself, also when the first try fails, and stops for good', async () => {
    const first = new FakeServer(1);
    const second = new FakeServer(2);
    const tries = [() => Promise.reject(new Error('port still taken')), () => Promise.resolve(second)];
    const pids: number[] = [];
    const restarted = Promise.withResolvers<void>();
    let deaths = 0;
    const kept = keepRunning(
      first,
      () => tries.shift()!(),
      (pid) => {
        pids.push(pid);
        if (pid === 2) restarted.resolve();
      },
      () => deaths++,
    );
    first.die();
    await restarted.promise;
    await kept.stop();
    expect(pids).toEqual([1, 2]);
    expect(deaths).toBe(2); // it ended, and after the failed try it was found ended still
    await second.ended;
  });
});
