import { retryDelayMs } from '@cloudops/contracts';
import { type BeforeApplicationShutdown, Injectable, Logger, type OnApplicationBootstrap } from '@nestjs/common';
import { OutboxPass } from './outbox-pass.ts';
import { OutboxSignal } from './outbox-signal.ts';

const POLL_MS = 1_000;
const STREAM_CHECK_MS = 5_000;
const BACKOFF = { firstMs: 100, longestMs: 10_000 };

/** Publishes committed events: at once after a commit of this process, by polling otherwise. A failure only ever delays it. */
@Injectable()
export class OutboxRelay implements OnApplicationBootstrap, BeforeApplicationShutdown {
  private readonly logger = new Logger(OutboxRelay.name);
  private running: Promise<void> | undefined;
  private stopped = false;
  private signalled = false;
  private checkStreamAt = 0;
  private failures = 0;
  private wake: () => void = () => {};

  constructor(
    private readonly pass: OutboxPass,
    signal: OutboxSignal,
  ) {
    signal.onCommit(() => {
      this.signalled = true;
      if (this.failures === 0) this.wake(); // a backoff is not cut short
    });
  }

  onApplicationBootstrap(): void {
    this.running = this.run();
  }

  async beforeApplicationShutdown(): Promise<void> {
    this.stopped = true;
    this.wake();
    await this.running;
  }

  private async run(): Promise<void> {
    while (!this.stopped) {
      this.signalled = false;
      const more = await this.attempt();
      if (this.failures > 0) await this.pause(retryDelayMs(this.failures, BACKOFF, Math.random()));
      else if (!more && !this.signalled) await this.pause(POLL_MS);
    }
  }

  /** @returns whether more is waiting. */
  private async attempt(): Promise<boolean> {
    const checkStream = Date.now() >= this.checkStreamAt;
    try {
      const { more, failure } = await this.pass.run(checkStream);
      if (failure !== undefined) return this.failed(failure);
      if (checkStream) this.checkStreamAt = Date.now() + STREAM_CHECK_MS;
      if (this.failures > 0) this.logger.log('events are published again');
      this.failures = 0;
      return more;
    } catch (error) {
      return this.failed(error);
    }
  }

  private failed(error: unknown): false {
    this.failures++;
    this.checkStreamAt = 0;
    const message = error instanceof Error ? error.message : String(error);
    // the first failures tell the cause; after that one line a few minutes is enough
    if (this.failures <= 2 || this.failures % 30 === 0) this.logger.warn(`events wait (failure ${this.failures}): ${message}`);
    return false;
  }

  private pause(ms: number): Promise<void> {
    if (this.stopped) return Promise.resolve();
    return new Promise((resolve) => {
      const timer = setTimeout(resolve, ms);
      this.wake = () => {
        clearTimeout(timer);
        resolve();
      };
    });
  }
}
