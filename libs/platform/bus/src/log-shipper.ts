import { type LogEntry, LogRecorded } from '@cloudops/contracts';
import { logBuffer } from '@cloudops/platform-telemetry';
import { type BeforeApplicationShutdown, Injectable, type OnApplicationBootstrap } from '@nestjs/common';
import { randomUUID } from 'node:crypto';
import { Bus } from './bus.ts';
import { BusMetrics } from './bus-metrics.ts';
import { BusConnection } from './nats/bus-connection.ts';

const EVERY_MS = 1_000;
const MAX_ENTRIES = 500;
const MAX_BYTES = 512 * 1024;
const MAX_ATTEMPTS = 30;

/** Ships the log lines of this process once a second, best effort: logging must never hold up the process that logs. */
@Injectable()
export class LogShipper implements OnApplicationBootstrap, BeforeApplicationShutdown {
  private timer: NodeJS.Timeout | undefined;
  private shipping: Promise<void> | undefined;
  private unsent: LogEntry[] = [];
  private attempts = 0;
  private droppedBefore = 0;

  constructor(
    private readonly bus: Bus,
    private readonly connection: BusConnection,
    private readonly metrics: BusMetrics,
  ) {}

  onApplicationBootstrap(): void {
    this.timer = setInterval(() => void this.ship(), EVERY_MS).unref();
  }

  async beforeApplicationShutdown(): Promise<void> {
    clearInterval(this.timer);
    await this.ship();
  }

  /** One round; calls that overlap share it. */
  ship(): Promise<void> {
    this.shipping ??= this.shipOnce().finally(() => (this.shipping = undefined));
    return this.shipping;
  }

  private async shipOnce(): Promise<void> {
    this.countDropped();
    if (this.unsent.length === 0) this.unsent = logBuffer.drain(MAX_ENTRIES);
    while (this.unsent.length > 0) {
      const entries = this.unsent.slice(0, fitting(this.unsent));
      try {
        await this.bus.publish(LogRecorded, { entries }, { id: randomUUID(), suffix: this.connection.service });
      } catch {
        // the gateway, which owns the stream, may not have started yet; the buffer keeps what comes meanwhile
        if (++this.attempts < MAX_ATTEMPTS) return;
        this.metrics.logLinesDropped.inc(entries.length);
      }
      this.attempts = 0;
      this.unsent = this.unsent.slice(entries.length);
    }
  }

  private countDropped(): void {
    this.metrics.logLinesDropped.inc(logBuffer.dropped - this.droppedBefore);
    this.droppedBefore = logBuffer.dropped;
  }
}

/** How many of the first entries fit into one message; at least one. */
function fitting(entries: readonly LogEntry[]): number {
  let bytes = 0;
  const end = entries.findIndex((entry) => (bytes += Buffer.byteLength(entry.message) + Buffer.byteLength(entry.fields) + 300) > MAX_BYTES);
  return end === -1 ? entries.length : Math.max(1, end);
}
