import type { Labels, Matcher, MetricType, SeriesDescriptor } from '@cloudops/contracts';
import { NAME_LABEL, SeriesCatalogue } from '@cloudops/domain-series';
import { Injectable } from '@nestjs/common';

/** Series of one page of the catalogue, and entries of one piece of a reply. */
const PAGE = 999;
const PIECE = 1_000;

export interface LabelQuery {
  /** Any of these; none at all: every series. */
  readonly selectors: readonly (readonly Matcher[])[];
  readonly limit: number;
}

/** Answers what there is, from the catalogue: series, label names, label values, types. */
@Injectable()
export class FindLabels {
  constructor(private readonly catalogue: SeriesCatalogue) {}

  async *series({ selectors, limit }: LabelQuery, signal: AbortSignal): AsyncGenerator<{ series: Labels[] }> {
    const found = new Map<string, Labels>();
    for await (const { id, name, labels } of this.matching(selectors, signal)) {
      if (found.size >= limit) break;
      found.set(id, { [NAME_LABEL]: name, ...labels });
    }
    for (const series of inPieces([...found.values()].sort(byLabels))) yield { series };
  }

  async *names({ selectors, limit }: LabelQuery, signal: AbortSignal): AsyncGenerator<{ values: string[] }> {
    const found = new Set<string>();
    for await (const { labels } of this.matching(selectors, signal)) for (const name in labels) found.add(name);
    if (found.size > 0) found.add(NAME_LABEL);
    for (const values of inPieces([...found].sort().slice(0, limit))) yield { values };
  }

  async *values({ label, selectors, limit }: LabelQuery & { label: string }, signal: AbortSignal): AsyncGenerator<{ values: string[] }> {
    const found = new Set<string>();
    const lists = selectors.length > 0 ? selectors : [[]];
    const having = lists.map((matchers): Matcher[] => [...matchers, { label, op: '!=', value: '' }]);
    for await (const { name, labels } of this.matching(having, signal)) found.add(label === NAME_LABEL ? name : labels[label]!);
    for (const values of inPieces([...found].sort().slice(0, limit))) yield { values };
  }

  async *metadata(
    { metric, limit }: { readonly metric?: string | undefined; readonly limit: number },
    signal: AbortSignal,
  ): AsyncGenerator<{ metrics: { name: string; type: MetricType }[] }> {
    const types = new Map<string, MetricType>();
    const matchers: Matcher[] = metric === undefined ? [] : [{ label: NAME_LABEL, op: '=', value: metric }];
    for await (const { name, type } of this.matching([matchers], signal)) {
      if (types.size >= limit && !types.has(name)) break;
      types.set(name, type);
    }
    for (const metrics of inPieces([...types].map(([name, type]) => ({ name, type })))) yield { metrics };
  }

  private async *matching(selectors: LabelQuery['selectors'], signal: AbortSignal): AsyncGenerator<SeriesDescriptor> {
    for (const matchers of selectors.length > 0 ? selectors : [[]]) {
      let cursor: string | undefined;
      do {
        signal.throwIfAborted();
        const page = await this.catalogue.list({ matchers, limit: PAGE, cursor });
        yield* page.series;
        cursor = page.cursor ?? undefined;
      } while (cursor !== undefined);
    }
  }
}

/** As Prometheus orders series: pair by pair, names in order. */
function byLabels(a: Labels, b: Labels): number {
  const [left, right] = [a, b].map((labels) =>
    Object.entries(labels)
      .sort(([x], [y]) => (x < y ? -1 : 1))
      .flat(),
  );
  const at = left!.findIndex((text, i) => text !== right![i]);
  return at < 0 ? -1 : right![at] === undefined || left![at]! > right![at] ? 1 : -1;
}

/** At least one piece, so that an empty answer is one too. */
function* inPieces<T>(all: readonly T[]): Generator<T[]> {
  for (let at = 0; at === 0 || at < all.length; at += PIECE) yield all.slice(at, at + PIECE);
}
