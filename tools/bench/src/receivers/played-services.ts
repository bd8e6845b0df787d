import { createHash, randomBytes } from 'node:crypto';
import { ApiKeyChanged, lastSeqOf, MetricsBatch, PromqlQuery, PromqlRange, SamplesApplied, type Labels } from '@cloudops/contracts';
import { Bus, BusModule, type EventContext, OnEvent } from '@cloudops/platform-bus';
import { createService } from '@cloudops/platform-http';
import { TelemetryModule } from '@cloudops/platform-telemetry';
import { waitFor } from '@cloudops/testing';
import { Controller, type DynamicModule, type INestApplicationContext } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import type { RangeQuery } from './promql-client.ts';

const APPLIED_MS = 1_000;

/** Takes every batch off the stream and remembers how far it came, as `anomaly` does; nothing is scored. */
@Controller()
class BatchReader {
  private readonly applied = new Map<number, bigint>();

  @OnEvent(MetricsBatch)
  async read(body: Uint8Array, { suffix }: EventContext): Promise<void> {
    this.applied.set(Number(suffix), lastSeqOf(body));
  }

  /** Partitions that came further since the last call. */
  take(): [partition: number, seq: bigint][] {
    const taken = [...this.applied];
    this.applied.clear();
    return taken;
  }
}

/** The other services, as far as metrics-ingest needs them: gateway's keys, and a consumer of batches that lets the journal be trimmed. */
export class PlayedServices {
  readonly writeKey = randomBytes(24).toString('base64url');
  private timer: NodeJS.Timeout | undefined;

  private constructor(
    private readonly gateway: INestApplicationContext,
    private readonly natsUrl: string,
  ) {}

  static async start(natsUrl: string): Promise<PlayedServices> {
    const imports = [TelemetryModule.forService('gateway', { level: 'error' }), BusModule.forRoot({ service: 'gateway', url: natsUrl })];
    const gateway = await NestFactory.createApplicationContext({ module: class Gateway {}, imports }, { logger: false });
    return new PlayedServices(gateway, natsUrl);
  }

  private anomaly: INestApplicationContext | undefined;

  /** After metrics-ingest is up: its stream must be there. */
  async consume(): Promise<void> {
    const module = (): DynamicModule => ({
      module: class Anomaly {},
      controllers: [BatchReader],
      imports: [TelemetryModule.forService('anomaly', { level: 'error' }), BusModule.forRoot({ service: 'anomaly', url: this.natsUrl })],
    });
    const anomaly = await createService({ service: 'anomaly', config: {}, module });
    this.anomaly = anomaly;
    const reader = anomaly.get(BatchReader);
    this.timer = setInterval(() => {
      for (const [partition, seq] of reader.take()) {
        const event = { partition, seq: String(seq) };
        void anomaly
          .get(Bus)
          .publish(SamplesApplied, event, { id: `applied-${partition}-${seq}` })
          .catch(() => undefined); // the next mark says it again
      }
    }, APPLIED_MS);
  }

  async allowSender(): Promise<void> {
    const hash = createHash('sha256').update(this.writeKey).digest('hex');
    const key = { id: 'bench', hash, scope: 'write', expiresAt: null, revoked: false, revision: 1 } as const;
    await waitFor(() => this.gateway.get(Bus).publish(ApiKeyChanged, key, { id: 'bench-key' }));
  }

  /** A range query as gateway asks it. */
  async ask(asked: RangeQuery): Promise<{ series: number; points: number }> {
    let [series, points] = [0, 0];
    for await (const piece of this.gateway.get(Bus).requestStream(PromqlRange, asked)) {
      series += piece.series.length - (piece.continued ? 1 : 0);
      points += piece.series.reduce((sum, { times }) => sum + times.length, 0);
    }
    return { series, points };
  }

  /** Raw samples that a range selector finds before `time` (ms), as gateway asks for them; values as Prometheus writes them. */
  async *samples(query: string, time: number): AsyncGenerator<{ metric: Labels; times: number[]; values: string[] }> {
    for await (const piece of this.gateway.get(Bus).requestStream(PromqlQuery, { query, time })) yield* piece.series;
  }

  async stop(): Promise<void> {
    clearInterval(this.timer);
    await this.anomaly?.close();
    await this.gateway.close();
  }
}
