import {
  BackfillStatus,
  DescribeSeries,
  encodeBatch,
  MetricsBatch,
  PromqlRange,
  ReplayBatches,
  type RequestData,
  type ResponseInput,
  type SampleBatch,
} from '@cloudops/contracts';
import { Answers, Bus, BusModule } from '@cloudops/platform-bus';
import { createService } from '@cloudops/platform-http';
import { TelemetryModule } from '@cloudops/platform-telemetry';
import { waitFor } from '@cloudops/testing';
import { Injectable, Module } from '@nestjs/common';
import type { TrainingLoad } from './training-load.ts';

/** metrics-ingest on the bus, as far as anomaly asks it: what it stores is made up when it is asked for. */
export async function playIngest(natsUrl: string, load: TrainingLoad) {
  @Injectable()
  class Player {
    @Answers(DescribeSeries)
    describe({ ids }: RequestData<typeof DescribeSeries>): ResponseInput<typeof DescribeSeries> {
      return { series: load.described(ids) };
    }
    @Answers(ReplayBatches)
    async *replay(): AsyncGenerator<ResponseInput<typeof ReplayBatches>> {
      yield* await Promise.resolve([]);
    }
    @Answers(BackfillStatus)
    backfills(): ResponseInput<typeof BackfillStatus> {
      return { backfills: [] };
    }
    @Answers(PromqlRange)
    async *range({ query, start, end, stepMs }: RequestData<typeof PromqlRange>): AsyncGenerator<ResponseInput<typeof PromqlRange>> {
      const times = Array.from({ length: Math.floor((end - start) / stepMs) + 1 }, (_, i) => start + i * stepMs);
      const values = times.map((time) => String(load.past(query, time)));
      yield await Promise.resolve({ type: 'matrix', continued: false, series: [{ metric: {}, times, values }] });
    }
  }
  @Module({
    imports: [
      TelemetryModule.forService('metrics-ingest', { level: 'silent' }),
      BusModule.forRoot({ service: 'metrics-ingest', url: natsUrl }),
    ],
    providers: [Player],
  })
  class PlayedIngest {}
  const app = await createService({ service: 'metrics-ingest', config: {}, module: () => ({ module: PlayedIngest }) });
  return {
    publish: (batch: SampleBatch) =>
      waitFor(() =>
        app.get(Bus).publish(MetricsBatch, encodeBatch(batch), { id: `${batch.partition}-${batch.seq}`, suffix: String(batch.partition) }),
      ),
    stop: () => app.close(),
  };
}
