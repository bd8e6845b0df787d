import {
  DomainError,
  PromqlLabels,
  PromqlLabelValues,
  PromqlMetadata,
  PromqlQuery,
  PromqlRange,
  PromqlSeries,
  type RequestData,
  type ResponseInput,
} from '@cloudops/contracts';
import { Answers, type RequestContext } from '@cloudops/platform-bus';
import { Injectable } from '@nestjs/common';

/** Queries that were asked, and those that were stopped because their client left. */
export const promqlPlayed = { asked: [] as unknown[], stopped: [] as string[] };

/** metrics-ingest's answers to PromQL; the query says how it goes. */
@Injectable()
export class PromqlPlayer {
  @Answers(PromqlQuery)
  async *query(data: RequestData<typeof PromqlQuery>, { signal }: RequestContext): AsyncGenerator<ResponseInput<typeof PromqlQuery>> {
    promqlPlayed.asked.push(data);
    if (data.query === 'sum(')
      throw new DomainError('invalid', 'promql-bad-data', 'invalid parameter "query": 1:5: parse error: unexpected end of input');
    if (data.query === 'a + on() b') throw new DomainError('invalid', 'promql-execution', 'found duplicate series');
    if (data.query === 'all') throw new DomainError('too-large', 'promql-too-costly', 'query reads too many samples');
    if (data.query === 'slow') {
      await new Promise((resolve) => signal.addEventListener('abort', resolve, { once: true }));
      promqlPlayed.stopped.push(data.query);
      signal.throwIfAborted();
    }
    yield { type: 'vector', continued: false, series: [{ metric: { __name__: 'up', job: 'x' }, times: [data.time], values: ['1'] }] };
  }

  @Answers(PromqlRange)
  async *range(data: RequestData<typeof PromqlRange>): AsyncGenerator<ResponseInput<typeof PromqlRange>> {
    promqlPlayed.asked.push(data);
    const metric = { job: 'x' };
    yield { type: 'matrix', continued: false, series: [{ metric, times: [data.start], values: ['NaN'] }] };
    yield { type: 'matrix', continued: true, series: [{ metric, times: [data.end], values: ['+Inf'] }] };
  }

  @Answers(PromqlSeries)
  async *series(data: RequestData<typeof PromqlSeries>): AsyncGenerator<ResponseInput<typeof PromqlSeries>> {
    promqlPlayed.asked.push(data);
    yield { series: [{ __name__: 'up', job: 'a' }] };
    yield { series: [{ __name__: 'up', job: 'b' }] };
  }

  @Answers(PromqlLabels)
  async *labels(data: RequestData<typeof PromqlLabels>): AsyncGenerator<ResponseInput<typeof PromqlLabels>> {
    promqlPlayed.asked.push(data);
    yield { values: ['__name__', 'job'] };
  }

  @Answers(PromqlLabelValues)
  async *labelValues(data: RequestData<typeof PromqlLabelValues>): AsyncGenerator<ResponseInput<typeof PromqlLabelValues>> {
    promqlPlayed.asked.push(data);
    yield { values: ['a', 'b'] };
  }

  @Answers(PromqlMetadata)
  async *metadata(data: RequestData<typeof PromqlMetadata>): AsyncGenerator<ResponseInput<typeof PromqlMetadata>> {
    promqlPlayed.asked.push(data);
    yield { metrics: [{ name: 'up', type: 'gauge', help: 'Whether it is up', unit: '' }] };
  }
}
