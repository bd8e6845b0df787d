import { PromqlQuery } from '@cloudops/contracts';
import { Bus } from '@cloudops/platform-bus';
import { Injectable } from '@nestjs/common';
import { type QueriedSeries, SeriesQueries } from '../domain/series-queries.ts';

/** Nobody waits for these, and metrics-ingest has people to answer. */
const DEADLINE_MS = 5_000;

@Injectable()
export class BusSeriesQueries extends SeriesQueries {
  constructor(private readonly bus: Bus) {
    super();
  }

  async at(query: string, at: number, limit: number): Promise<QueriedSeries[]> {
    const found: QueriedSeries[] = [];
    for await (const { series } of this.bus.requestStream(PromqlQuery, { query, time: at }, { deadlineMs: DEADLINE_MS })) {
      for (const { metric: labels, values } of series) if (values[0] !== undefined) found.push({ labels, value: values[0] });
      if (found.length >= limit) break;
    }
    return found.slice(0, limit);
  }
}
