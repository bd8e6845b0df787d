import { QueryView, type Point, type RequestData, type ResponseInput, type ServiceName } from '@cloudops/contracts';
import { Answers, Bus, BusModule } from '@cloudops/platform-bus';
import { createService } from '@cloudops/platform-http';
import { TelemetryModule } from '@cloudops/platform-telemetry';
import { Injectable, Module, type Type } from '@nestjs/common';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';

/** What the metric store would answer: a point every 50 ms whose value the test sets; `undefined` means that the series is gone. */
export const metric: { value: number | null | undefined } = { value: 10 };

@Injectable()
class MetricsPlayer {
  @Answers(QueryView)
  view({ from, to }: RequestData<typeof QueryView>): ResponseInput<typeof QueryView> {
    const { value } = metric;
    if (value === undefined) return { points: [] };
    const count = Math.max(0, Math.floor((Math.min(to, Date.now()) - from) / 50));
    return { points: Array.from({ length: count }, (_, i): Point => [from + (i + 1) * 50, value]) };
  }
}

@Injectable()
class Silent {}

export interface Neighbours {
  /** Speaks as `anomaly`. */
  readonly anomaly: Bus;
  /** Speaks as `gateway`. */
  readonly gateway: Bus;
  stop(): Promise<void>;
}

/** The services around remediation, played over the real bus. */
export async function playNeighbours(natsUrl: string): Promise<Neighbours> {
  const apps = {
    metrics: await play('metrics-ingest', MetricsPlayer, natsUrl),
    anomaly: await play('anomaly', Silent, natsUrl),
    gateway: await play('gateway', Silent, natsUrl),
  };
  return {
    anomaly: apps.anomaly.get(Bus),
    gateway: apps.gateway.get(Bus),
    stop: async () => {
      await Promise.all(Object.values(apps).map((app) => app.close()));
    },
  };
}

function play(service: ServiceName, player: Type, url: string): Promise<NestFastifyApplication> {
  @Module({
    imports: [TelemetryModule.forService(service, { level: 'silent' }), BusModule.forRoot({ service, url })],
    providers: [player],
  })
  class PlayedModule {}
  return createService({ service, config: {}, module: () => ({ module: PlayedModule }) });
}
