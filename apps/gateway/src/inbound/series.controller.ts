import { ListSeries, QuerySamples, QueryView, type ResponseData } from '@cloudops/contracts';
import { Bus } from '@cloudops/platform-bus';
import { valid } from '@cloudops/platform-http';
import { Controller, Get, Query, Res } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { z } from 'zod';
import { ClientGone } from './caller.ts';
import { Operation } from './operation.ts';
import { cursor, instantMs, limit, selector, viewText } from './query-schemas.ts';
import { sendStream } from './send-stream.ts';

const HOUR_MS = 3_600_000;
const NDJSON = 'application/x-ndjson';
const ordered = { error: 'must not be after `to`', path: ['from'] };
const period = { from: instantMs.optional(), to: instantMs.optional() };

const SeriesQuery = z.object({ match: selector.optional(), limit: limit(500, 100), cursor }).strict();
const ViewQuery = z.object({ view: viewText, ...period, maxPoints: limit(5_000, 1_000) }).strict();
const SamplesQuery = z.object({ match: selector, ...period, maxSamples: limit(1_000_000, 200_000) }).strict();

/** The last hour unless the query says otherwise. */
const withPeriod = <T extends { from?: number | undefined; to?: number | undefined }>(query: T) => {
  const to = query.to ?? Date.now();
  return { ...query, from: query.from ?? Math.max(0, to - HOUR_MS), to };
};
const inOrder = (q: { from: number; to: number }): boolean => q.from <= q.to;
const ViewOfPeriod = ViewQuery.transform(withPeriod).refine(inOrder, ordered);
const SamplesOfPeriod = SamplesQuery.transform(withPeriod).refine(inOrder, ordered);

@Controller('api/v1')
export class SeriesController {
  constructor(private readonly bus: Bus) {}

  @Operation({
    access: 'viewer',
    tag: 'metrics',
    summary: 'Series that a Prometheus selector matches',
    query: SeriesQuery,
    answer: ListSeries.response,
  })
  @Get('series')
  listSeries(@Query(valid(SeriesQuery)) { match, ...page }: z.infer<typeof SeriesQuery>): Promise<ResponseData<typeof ListSeries>> {
    return this.bus.request(ListSeries, { matchers: match ?? [], ...page });
  }

  @Operation({
    access: 'viewer',
    tag: 'metrics',
    summary: 'Points of one view: a value, a rate or a ratio',
    query: ViewQuery,
    answer: QueryView.response,
  })
  @Get('view')
  queryView(@Query(valid(ViewOfPeriod)) query: z.infer<typeof ViewOfPeriod>): Promise<ResponseData<typeof QueryView>> {
    return this.bus.request(QueryView, query);
  }

  @Operation({
    access: 'viewer',
    tag: 'metrics',
    summary: 'Raw samples, one {series, points} a line; a series may take several lines',
    query: SamplesQuery,
    produces: NDJSON,
    answer: QuerySamples.response,
  })
  @Get('samples')
  async querySamples(
    @Query(valid(SamplesOfPeriod)) { match, ...query }: z.infer<typeof SamplesOfPeriod>,
    @Res() reply: FastifyReply,
    @ClientGone() signal: AbortSignal,
  ): Promise<void> {
    const chunks = this.bus.requestStream(QuerySamples, { matchers: match, ...query }, { signal });
    await sendStream(reply, NDJSON, lines(chunks));
  }
}

async function* lines(chunks: AsyncIterable<unknown>): AsyncGenerator<string> {
  for await (const chunk of chunks) yield `${JSON.stringify(chunk)}\n`;
}
