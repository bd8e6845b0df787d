import type { Labels, Matcher, RequestData, ResponseInput, PromqlExemplars } from '@cloudops/contracts';
import { formatValue, parseQuery, selectorsOf } from '@cloudops/domain-promql';
import { Exemplars, NAME_LABEL, parseSeriesId, SeriesCatalogue } from '@cloudops/domain-series';
import { Injectable } from '@nestjs/common';

const SERIES_AT_ONCE = 500;
const PIECE = 200;

type Found = ResponseInput<typeof PromqlExemplars>['series'][number];

/** Exemplars of the series that a query speaks of. */
@Injectable()
export class FindExemplars {
  constructor(
    private readonly catalogue: SeriesCatalogue,
    private readonly exemplars: Exemplars,
  ) {}

  /** @throws DomainError of `parseQuery`. */
  async *execute(asked: RequestData<typeof PromqlExemplars>, signal: AbortSignal): AsyncGenerator<ResponseInput<typeof PromqlExemplars>> {
    const found = new Map<string, Found>();
    let left = asked.limit;
    for (const matchers of selectorsOf(parseQuery(asked.query).expression)) {
      for await (const labelsOf of this.pages(matchers, signal)) {
        for (const id of labelsOf.keys()) if (found.has(id)) labelsOf.delete(id); // another selector names it too
        left -= await this.read(labelsOf, asked, left, found);
        if (left <= 0) break;
      }
    }
    const series = [...found.values()].sort((a, b) => (textOf(a.labels) < textOf(b.labels) ? -1 : 1));
    for (let at = 0; at === 0 || at < series.length; at += PIECE) yield { series: series.slice(at, at + PIECE) };
  }

  private async read(
    labelsOf: ReadonlyMap<string, Labels>,
    { start, end }: { readonly start: number; readonly end: number },
    limit: number,
    into: Map<string, Found>,
  ): Promise<number> {
    const ids = [...labelsOf.keys()].map(parseSeriesId);
    const byId = new Map(ids.map((id, i) => [id, [...labelsOf.keys()][i]!]));
    const rows = ids.length === 0 ? [] : await this.exemplars.read(ids, start, end, limit);
    for (const { seriesId, time, value, labels } of rows) {
      const id = byId.get(seriesId)!;
      const one = { labels, value: formatValue(value), time };
      const known = into.get(id);
      if (known === undefined) into.set(id, { labels: labelsOf.get(id)!, exemplars: [one] });
      else known.exemplars.push(one);
    }
    return rows.length;
  }

  /** Labels by id of the series that match. */
  private async *pages(matchers: readonly Matcher[], signal: AbortSignal): AsyncGenerator<Map<string, Labels>> {
    let cursor: string | undefined;
    do {
      signal.throwIfAborted();
      const page = await this.catalogue.list({ matchers, limit: SERIES_AT_ONCE, cursor });
      yield new Map(page.series.map(({ id, name, labels }) => [id, { [NAME_LABEL]: name, ...labels }]));
      cursor = page.cursor ?? undefined;
    } while (cursor !== undefined);
  }
}

const textOf = (labels: Labels): string => JSON.stringify(Object.entries(labels).sort(([a], [b]) => (a < b ? -1 : 1)));
