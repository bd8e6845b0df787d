import { QueriedSeries, type RolledPast, type SelectedSeries, type Selection, tooCostly } from '@cloudops/domain-promql';
import {
  CHUNK_SPAN_MS,
  type FoundSeries,
  mergeSamples,
  NO_SAMPLES,
  Rollups,
  SampleHistory,
  type Samples,
  SeriesCatalogue,
  sliceSamples,
} from '@cloudops/domain-series';
import { Injectable } from '@nestjs/common';

/** The longest time whose samples are read at a time: of few series all, of many what their packs hold in a few spans. */
const windowMs = (series: number): number => Math.max(2, Math.ceil(500 / series)) * CHUNK_SPAN_MS;
const MOST_WINDOWS = 200;
/** Up to so many samples, if there is one every five seconds, it is not asked first how many there are. */
const UNASKED_SAMPLES = 500_000;
const OFTEN_MS = 5_000;
/** Buckets that are read at a time: about 40 MB. */
const BUCKETS_AT_ONCE = 500_000;

/** What queries see: everything accepted, from the catalogue, the history that includes the journal's tail, and roll-ups of what was let go. */
@Injectable()
export class CataloguedSeries extends QueriedSeries {
  constructor(
    private readonly catalogue: SeriesCatalogue,
    private readonly history: SampleHistory,
    private readonly rollups: Rollups,
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
      const read = await this.history.readRaw(ids, start, Math.min(to, start + length - 1));
      for (const [id, samples] of read) {
        left -= samples.times.length;
        const known = runs.get(id);
        if (known === undefined) runs.set(id, [samples]);
        else known.push(samples);
      }
      if (left < 0) throw tooManySamples();
    }
    // after the samples: a day that is let go in between is then cut off here instead of missing
    const pasts = await this.pasts(ids, { ...selection, maxSamples: left }, signal);
    return found.flatMap(({ id, labels }) => {
      const past = pasts.get(id);
      const samples = runs.has(id) ? mergeSamples(runs.get(id)!) : NO_SAMPLES;
      if (past === undefined) return samples.times.length === 0 ? [] : [{ labels, samples }];
      return [{ labels, samples: sliceSamples(samples, past.until, to), past }];
    });
  }

  private async pasts(ids: readonly bigint[], { from, to, bucketMs, maxSamples }: Selection, signal: AbortSignal) {
    const pasts = new Map<bigint, RolledPast>();
    const atOnce = Math.max(1, Math.floor((BUCKETS_AT_ONCE * bucketMs) / (to - from + bucketMs)));
    let left = maxSamples;
    for (let at = 0; at < ids.length; at += atOnce) {
      signal.throwIfAborted();
      const { rawFrom, rollups } = await this.rollups.read(ids.slice(at, at + atOnce), from - 2 * bucketMs, to, bucketMs);
      if (from >= rawFrom) break;
      for (const [id, rollup] of rollups) {
        left -= rollup.count.length;
        pasts.set(id, { rollup, bucketMs, until: rawFrom });
      }
      if (left < 0) throw tooManySamples();
    }
    return pasts;
  }

  private async matching({ matchers, maxSeries }: Selection): Promise<FoundSeries[]> {
    const found = await this.catalogue.find({ selectors: [matchers] }, maxSeries + 1);
    if (found.length > maxSeries) throw tooCostly('query selects too many series; narrow its selectors');
    return found;
  }
}

const tooManySamples = () => tooCostly('query reads too many samples; narrow its selectors or shorten its ranges');
