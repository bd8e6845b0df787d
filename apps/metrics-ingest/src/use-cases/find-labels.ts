import type { Labels, MetricType } from '@cloudops/contracts';
import { SeriesCatalogue, type LabelPairs, type SeriesChoice } from '@cloudops/domain-series';
import { Injectable } from '@nestjs/common';

/** Entries of one piece of a reply. */
const PIECE = 1_000;

export interface LabelQuery extends SeriesChoice {
  readonly limit: number;
}

export interface MetricMetadata {
  readonly name: string;
  readonly type: MetricType;
  readonly help: string;
  readonly unit: string;
}

/** Answers what there is, from the catalogue: series, label names, label values, metric families. */
@Injectable()
export class FindLabels {
  constructor(private readonly catalogue: SeriesCatalogue) {}

  async *series({ limit, ...choice }: LabelQuery, signal: AbortSignal): AsyncGenerator<{ series: Labels[] }> {
    const found = await this.catalogue.find(choice, limit);
    found.sort((a, b) => compareLabels(a.labels, b.labels));
    for (const piece of inPieces(found, signal)) yield { series: piece.map(({ labels }) => Object.fromEntries(labels)) };
  }

  async *names({ limit, ...choice }: LabelQuery, signal: AbortSignal): AsyncGenerator<{ values: string[] }> {
    const names = await this.catalogue.labelNames(choice);
    for (const values of inPieces(names.slice(0, limit), signal)) yield { values };
  }

  async *values({ label, limit, ...choice }: LabelQuery & { label: string }, signal: AbortSignal): AsyncGenerator<{ values: string[] }> {
    const all = await this.catalogue.labelValues(label, choice);
    for (const values of inPieces(all.slice(0, limit), signal)) yield { values };
  }

  async *metadata(
    { metric, limit }: { readonly metric?: string | undefined; readonly limit: number },
    signal: AbortSignal,
  ): AsyncGenerator<{ metrics: MetricMetadata[] }> {
    const families = await this.catalogue.metadata(metric, limit);
    for (const metrics of inPieces([...families], signal)) yield { metrics: metrics.map(([name, family]) => ({ name, ...family })) };
  }
}

/** As Prometheus orders series: pair by pair, names in order. */
function compareLabels(a: LabelPairs, b: LabelPairs): number {
  for (let i = 0; i < Math.min(a.length, b.length); i++)
    for (const part of [0, 1] as const) if (a[i]![part] !== b[i]![part]) return a[i]![part] < b[i]![part] ? -1 : 1;
  return a.length - b.length;
}

/** At least one piece, so that an empty answer is one too. */
function* inPieces<T>(all: readonly T[], signal: AbortSignal): Generator<T[]> {
  for (let at = 0; at === 0 || at < all.length; at += PIECE) {
    signal.throwIfAborted();
    yield all.slice(at, at + PIECE);
  }
}
