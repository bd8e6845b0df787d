import {
  BackfillStatus,
  DescribeSeries,
  ListSeries,
  type Matcher,
  PromqlQuery,
  PromqlRange,
  type PromqlResult,
  encodeBatch,
  MetricsBatch,
  type Point,
  QueryView,
  ReplayBatches,
  type RequestData,
  type ResponseInput,
  type SampleBatch,
  type SeriesDescriptor,
  type SeriesView,
  type ServiceName,
} from '@cloudops/contracts';
import { ViewPoints } from '@cloudops/domain-detection';
import { Answers, Bus, BusModule } from '@cloudops/platform-bus';
import { createService } from '@cloudops/platform-http';
import { TelemetryModule } from '@cloudops/platform-telemetry';
import { waitFor } from '@cloudops/testing';
import { Injectable, Module, type Type } from '@nestjs/common';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';

const PARTITIONS = 4;

/** A metrics-ingest that accepts one scrape after the other: its journal, its catalogue, and whether the relay works. */
export class PlayedIngest {
  readonly journal = new Map<number, SampleBatch[]>();
  readonly replays: { partition: number; fromSeq: string }[] = [];
  /** Answers to PromQL, by query. */
  readonly results = new Map<string, PromqlResult['series']>();
  described = 0;
  /** Value of a query over a range at a time, ms. */
  past: (query: string, time: number) => number = () => NaN;
  /** Such a query is answered when this has come to pass. */
  reading: Promise<void> = Promise.resolve();

  constructor(private readonly series: readonly SeriesDescriptor[]) {}

  /** Appends one scrape; a series is in the partition of its id. @returns the batches. */
  append(time: number, values: ReadonlyMap<string, number>): SampleBatch[] {
    const batches: SampleBatch[] = [];
    for (let partition = 0; partition < PARTITIONS; partition++) {
      const mine = this.series.filter(({ id }) => Number(BigInt(`0x${id}`)) % PARTITIONS === partition && values.has(id));
      if (mine.length === 0) continue;
      const rows = this.journal.get(partition) ?? [];
      const batch = {
        partition,
        seq: BigInt(rows.length + 1),
        series: mine.map(({ id }) => ({ id: BigInt(`0x${id}`), times: Float64Array.of(time), values: Float64Array.of(values.get(id)!) })),
      };
      this.journal.set(partition, [...rows, batch]);
      batches.push(batch);
    }
    return batches;
  }

  /** Points of a view as history would have them, not thinned. */
  view(view: SeriesView, from: number, to: number): Point[] {
    const points = new ViewPoints(view.kind);
    const wanted = view.kind === 'ratio' ? [view.numerator, view.denominator] : [view.series];
    const batches = [...this.journal.values()].flat().sort((a, b) => a.series[0]!.times[0]! - b.series[0]!.times[0]!);
    return batches.flatMap(({ series }) =>
      series.flatMap(({ id, times, values }): Point[] => {
        const side = wanted.indexOf(id.toString(16).padStart(16, '0'));
        if (side < 0 || !points.accept(times[0]!, values[0]!, side === 1) || points.time < from || points.time > to) return [];
        return [[points.time, points.value]];
      }),
    );
  }

  list(matchers: readonly Matcher[]): SeriesDescriptor[] {
    return this.series.filter(({ labels }) => matchers.every(({ label, value }) => labels[label] === value));
  }

  describe(ids: readonly string[]): SeriesDescriptor[] {
    this.described += ids.length;
    return this.series.filter(({ id }) => ids.includes(id));
  }
}

/** The service on the real bus; it answers from `ingest`. */
export async function playIngest(
  url: string,
  ingest: PlayedIngest,
): Promise<{ publish(batch: SampleBatch, again?: number): Promise<void>; stop(): Promise<void> }> {
  @Injectable()
  class Player {
    @Answers(DescribeSeries)
    describe({ ids }: RequestData<typeof DescribeSeries>): ResponseInput<typeof DescribeSeries> {
      return { series: ingest.describe(ids) };
    }

    @Answers(ListSeries)
    list({ matchers }: RequestData<typeof ListSeries>): ResponseInput<typeof ListSeries> {
      return { series: ingest.list(matchers), cursor: null };
    }

    @Answers(PromqlQuery)
    async *query({ query }: RequestData<typeof PromqlQuery>): AsyncGenerator<ResponseInput<typeof PromqlQuery>> {
      yield await Promise.resolve({ type: 'vector', continued: false, series: ingest.results.get(query) ?? [] });
    }

    @Answers(PromqlRange)
    async *range({ query, start, end, stepMs }: RequestData<typeof PromqlRange>): AsyncGenerator<ResponseInput<typeof PromqlRange>> {
      await ingest.reading;
      const times = Array.from({ length: Math.floor((end - start) / stepMs) + 1 }, (_, i) => start + i * stepMs);
      const series = { metric: {}, times, values: times.map((time) => String(ingest.past(query, time))) };
      yield { type: 'matrix', continued: false, series: [series] };
    }

    @Answers(BackfillStatus)
    backfills(): ResponseInput<typeof BackfillStatus> {
      return { backfills: [] };
    }

    @Answers(QueryView)
    view({ view, from, to }: RequestData<typeof QueryView>): ResponseInput<typeof QueryView> {
      return { points: ingest.view(view, from, to) };
    }

    @Answers(ReplayBatches)
    async *replay({ partition, fromSeq }: RequestData<typeof ReplayBatches>): AsyncGenerator<ResponseInput<typeof ReplayBatches>> {
      ingest.replays.push({ partition, fromSeq });
      for (const batch of await Promise.resolve(ingest.journal.get(partition) ?? [])) {
        if (batch.seq >= BigInt(fromSeq)) yield { batch: Buffer.from(encodeBatch(batch)).toString('base64'), oldestSeq: '1' };
      }
    }
  }
  const app = await play('metrics-ingest', url, Player);
  const bus = app.get(Bus);
  return {
    publish: async (batch, again = 0) => {
      const options = { id: `batch-${batch.partition}-${batch.seq}-${again}`, suffix: String(batch.partition) };
      await waitFor(() => bus.publish(MetricsBatch, encodeBatch(batch), options));
    },
    stop: () => app.close(),
  };
}

/** Some other service on the bus, to speak as. */
export function play(service: ServiceName, url: string, ...providers: Type[]): Promise<NestFastifyApplication> {
  @Module({
    imports: [TelemetryModule.forService(service, { level: 'silent' }), BusModule.forRoot({ service, url })],
    providers,
  })
  class PlayedModule {}
  return createService({ service, config: {}, module: () => ({ module: PlayedModule }) });
}
