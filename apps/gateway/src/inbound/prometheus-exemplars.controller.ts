import { PromqlExemplars } from '@cloudops/contracts';
import { Bus } from '@cloudops/platform-bus';
import { valid } from '@cloudops/platform-http';
import { Controller, Get, HttpCode, Post, UseFilters } from '@nestjs/common';
import type { z } from 'zod';
import { ClientGone } from './caller.ts';
import { collectPieces } from './collect-pieces.ts';
import { Operation } from './operation.ts';
import { PrometheusFilter } from './prometheus.filter.ts';
import { FORM, Parameters, prometheusOperation } from './prometheus-operation.ts';
import { ExemplarParameters } from './prometheus-schemas.ts';

const exemplars = prometheusOperation('Exemplars of the series that a query names');

/** The Prometheus HTTP API for exemplars. */
@UseFilters(PrometheusFilter)
@Controller('prometheus/api/v1')
export class PrometheusExemplarsController {
  constructor(private readonly bus: Bus) {}

  @Operation({ ...exemplars, query: ExemplarParameters })
  @Get('query_exemplars')
  async exemplars(@Parameters(valid(ExemplarParameters)) asked: z.infer<typeof ExemplarParameters>, @ClientGone() signal: AbortSignal) {
    const found = await collectPieces(this.bus.requestStream(PromqlExemplars, asked, { signal }), ({ series }) => series);
    const data = found.map(({ labels, exemplars: own }) => ({
      seriesLabels: labels,
      exemplars: own.map(({ time, ...one }) => ({ ...one, timestamp: time / 1000 })),
    }));
    return { status: 'success' as const, data };
  }

  @Operation({ ...exemplars, body: ExemplarParameters, consumes: FORM })
  @HttpCode(200)
  @Post('query_exemplars')
  exemplarsByForm(@Parameters(valid(ExemplarParameters)) asked: z.infer<typeof ExemplarParameters>, @ClientGone() signal: AbortSignal) {
    return this.exemplars(asked, signal);
  }
}
