import { PromqlQuery, PromqlRange } from '@cloudops/contracts';
import { Bus } from '@cloudops/platform-bus';
import { valid } from '@cloudops/platform-http';
import { Controller, Get, HttpCode, Post, Res, UseFilters } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import type { z } from 'zod';
import { prometheusJson } from '../domain/prometheus-json.ts';
import { ClientGone } from './caller.ts';
import { Operation, type OperationSpec } from './operation.ts';
import { PrometheusFilter } from './prometheus.filter.ts';
import { FORM, Parameters, prometheusOperation } from './prometheus-operation.ts';
import { QueryParameters, RangeParameters } from './prometheus-schemas.ts';
import { sendStream } from './send-stream.ts';

const JSON_TYPE = 'application/json; charset=utf-8';
const query: OperationSpec = prometheusOperation('Value of a PromQL expression at one time');
const range: OperationSpec = prometheusOperation('Values of a PromQL expression over a range of time');

/** The Prometheus HTTP API for queries; the evaluation stops when the client leaves. */
@UseFilters(PrometheusFilter)
@Controller('prometheus/api/v1')
export class PrometheusController {
  constructor(private readonly bus: Bus) {}

  @Operation({ ...query, query: QueryParameters })
  @Get('query')
  async query(
    @Parameters(valid(QueryParameters)) asked: z.infer<typeof QueryParameters>,
    @Res() reply: FastifyReply,
    @ClientGone() signal: AbortSignal,
  ): Promise<void> {
    const request = { query: asked.query, time: asked.time ?? Date.now(), lookbackMs: asked.lookback_delta };
    const pieces = this.bus.requestStream(PromqlQuery, request, { signal, ...deadline(asked.timeout, PromqlQuery.deadlineMs) });
    await sendStream(reply, JSON_TYPE, prometheusJson(pieces));
  }

  @Operation({ ...query, body: QueryParameters, consumes: FORM })
  @HttpCode(200)
  @Post('query')
  queryByForm(
    @Parameters(valid(QueryParameters)) asked: z.infer<typeof QueryParameters>,
    @Res() reply: FastifyReply,
    @ClientGone() signal: AbortSignal,
  ): Promise<void> {
    return this.query(asked, reply, signal);
  }

  @Operation({ ...range, query: RangeParameters })
  @Get('query_range')
  async queryRange(
    @Parameters(valid(RangeParameters)) asked: z.infer<typeof RangeParameters>,
    @Res() reply: FastifyReply,
    @ClientGone() signal: AbortSignal,
  ): Promise<void> {
    const { start, end, step: stepMs } = asked;
    const request = { query: asked.query, start, end, stepMs, lookbackMs: asked.lookback_delta };
    const pieces = this.bus.requestStream(PromqlRange, request, { signal, ...deadline(asked.timeout, PromqlRange.deadlineMs) });
    await sendStream(reply, JSON_TYPE, prometheusJson(pieces));
  }

  @Operation({ ...range, body: RangeParameters, consumes: FORM })
  @HttpCode(200)
  @Post('query_range')
  queryRangeByForm(
    @Parameters(valid(RangeParameters)) asked: z.infer<typeof RangeParameters>,
    @Res() reply: FastifyReply,
    @ClientGone() signal: AbortSignal,
  ): Promise<void> {
    return this.queryRange(asked, reply, signal);
  }
}

/** A caller may ask for less time than is usual. */
const deadline = (timeoutMs: number | undefined, usual: number) => (timeoutMs ? { deadlineMs: Math.min(timeoutMs, usual) } : {});
