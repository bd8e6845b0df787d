import { QueriedSeries, type SelectedSeries, type Selection, tooCostly } from '@cloudops/domain-promql';
import { CHUNK_SPAN_MS, mergeSamples, SampleHistory, SeriesCatalogue, type FoundSeries, type Samples } from '@cloudops/domain-series';
import { Injectable } from '@nestjs/common';

/** The longest time whose samples are read at a time: of few series all, of many what their packs hold in a few spans. */
const windowMs = (series: number): number => Math.max(2, Math.ceil(500 / series)) * CHUNK_SPAN_MS;
const MOST_WINDOWS = 200;
/** Up to so many samples, if there is one every five seconds, it is not asked first how many there are. */
const UNASKED_SAMPLES = 500_000;
const OFTEN_MS = 5_000;

/** What queries see: everything accepted, from the catalogue and the history that includes the journal's tail. */
@Injectable()
export class CataloguedSeries extends QueriedSeries {
  constructor(
    private readonly catalogue: SeriesCatalogue,
    private readonly history: SampleHistory,
  ) {
    super();
  }

  async select(selection: Selection, signal: AbortSignal): Promise<SelectedSeries[]> {
    const found = await this.matching(selection);
    if (found.length === 0) return [];
    const { to, maxSamples } = selection;
    const from = Math.floor(selection.from);
    const ids = found.map(({ id }) => id);
    const isFew = (ids.length * (to - from)) / OFTEN_MS <= Math.min(UNASKED_SAMPLES, maxSamples);
    // a bound before reading: packs on the edges of the range count in part only
    if (!isFew && (await this.history.countAtLeast(ids, from, to)) > maxSamples) throw tooManySamples();
    const runs = new Map<bigint, Samples[]>();
    let left = maxSamples;
    const length = Math.max(windowMs(ids.length), Math.ceil((to - from) / MOST_WINDOWS));
    for (let start = from; start <= to; start += length) {
      signal.throwIfAborted();
      const read = await this.history.read(ids, start, Math.min(to, start + length - 1));
      for (const [id, samples] of read) {
        left -= samples.times.length;
        const known = runs.get(id);
        if (known === undefined) runs.set(id, [samples]);
        else known.push(samples);
      }
      if (left < 0) throw tooManySamples();
    }
    return found.flatMap(({ id, labels }) => (runs.has(id) ? [{ labels, samples: mergeSamples(runs.get(id)!) }] : []));
  }

  private async matching({ matchers, maxSeries }: Selection): Promise<FoundSeries[]> {
    const found = await this.catalogue.find({ selectors: [matchers] }, maxSeries + 1);
    if (found.length > maxSeries) throw tooCostly('query selects too many series; narrow its selectors');
    return found;
  }
}

const tooManySamples = () => tooCostly('query reads too many samples; narrow its selectors or shorten its ranges');
