import { PromqlLabels, PromqlLabelValues, PromqlMetadata, PromqlSeries } from '@cloudops/contracts';
import { Bus } from '@cloudops/platform-bus';
import { valid } from '@cloudops/platform-http';
import { Controller, Get, HttpCode, Param, Post, UseFilters } from '@nestjs/common';
import type { z } from 'zod';
import { ClientGone } from './caller.ts';
import { collectPieces } from './collect-pieces.ts';
import { Operation } from './operation.ts';
import { PrometheusFilter } from './prometheus.filter.ts';
import { FORM, Parameters, prometheusOperation } from './prometheus-operation.ts';
import { LabelName, LabelsParameters, MetadataParameters, SeriesParameters } from './prometheus-schemas.ts';

/** The release whose evaluation is followed; clients choose by it what they may ask. */
const COMPATIBLE = { version: '2.42.0', revision: '', branch: '', buildUser: '', buildDate: '', goVersion: '' };
const success = <T>(data: T) => ({ status: 'success' as const, data });
const series = prometheusOperation('Labels of the series that any selector matches');
const labels = prometheusOperation('Names of labels');

const choiceOf = (asked: z.infer<typeof LabelsParameters>) => ({
  selectors: asked['match[]'],
  limit: asked.limit,
  ...(asked.start !== undefined && { from: Math.floor(asked.start) }),
});

/** The Prometheus HTTP API for what there is to query. */
@UseFilters(PrometheusFilter)
@Controller('prometheus/api/v1')
export class PrometheusLabelsController {
  constructor(private readonly bus: Bus) {}

  @Operation({ ...series, query: SeriesParameters })
  @Get('series')
  async series(@Parameters(valid(SeriesParameters)) asked: z.infer<typeof SeriesParameters>, @ClientGone() signal: AbortSignal) {
    const pieces = this.bus.requestStream(PromqlSeries, choiceOf(asked), { signal });
    return success(await collectPieces(pieces, (piece) => piece.series));
  }

  @Operation({ ...series, body: SeriesParameters, consumes: FORM })
  @HttpCode(200)
  @Post('series')
  seriesByForm(@Parameters(valid(SeriesParameters)) asked: z.infer<typeof SeriesParameters>, @ClientGone() signal: AbortSignal) {
    return this.series(asked, signal);
  }

  @Operation({ ...labels, query: LabelsParameters })
  @Get('labels')
  async labels(@Parameters(valid(LabelsParameters)) asked: z.infer<typeof LabelsParameters>, @ClientGone() signal: AbortSignal) {
    const pieces = this.bus.requestStream(PromqlLabels, choiceOf(asked), { signal });
    return success(await collectPieces(pieces, ({ values }) => values));
  }

  @Operation({ ...labels, body: LabelsParameters, consumes: FORM })
  @HttpCode(200)
  @Post('labels')
  labelsByForm(@Parameters(valid(LabelsParameters)) asked: z.infer<typeof LabelsParameters>, @ClientGone() signal: AbortSignal) {
    return this.labels(asked, signal);
  }

  @Operation({ ...prometheusOperation('Values of one label'), params: LabelName, query: LabelsParameters })
  @Get('label/:name/values')
  async labelValues(
    @Param(valid(LabelName)) { name }: z.infer<typeof LabelName>,
    @Parameters(valid(LabelsParameters)) asked: z.infer<typeof LabelsParameters>,
    @ClientGone() signal: AbortSignal,
  ) {
    const request = { label: name, ...choiceOf(asked) };
    const pieces = this.bus.requestStream(PromqlLabelValues, request, { signal });
    return success(await collectPieces(pieces, ({ values }) => values));
  }

  @Operation({ ...prometheusOperation('Types, help and units of metrics'), query: MetadataParameters })
  @Get('metadata')
  async metadata(@Parameters(valid(MetadataParameters)) asked: z.infer<typeof MetadataParameters>, @ClientGone() signal: AbortSignal) {
    const pieces = this.bus.requestStream(PromqlMetadata, asked, { signal });
    const metrics = await collectPieces(pieces, (piece) => piece.metrics);
    return success(Object.fromEntries(metrics.map(({ name, ...family }) => [name, [family]])));
  }

  @Operation(prometheusOperation('The release of Prometheus that this API answers like'))
  @Get('status/buildinfo')
  buildInfo() {
    return success(COMPATIBLE);
  }
}
