import { QueriedSeries, type SelectedSeries, type Selection, tooCostly } from '@cloudops/domain-promql';
import { SampleHistory, SeriesCatalogue, type FoundSeries } from '@cloudops/domain-series';
import { Injectable } from '@nestjs/common';

/** Series whose samples are read at a time. */
const READ_AT_ONCE = 200;

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
    const selected: SelectedSeries[] = [];
    let left = selection.maxSamples;
    for (let at = 0; at < found.length; at += READ_AT_ONCE) {
      signal.throwIfAborted();
      const some = found.slice(at, at + READ_AT_ONCE);
      const ids = some.map(({ id }) => id);
      // a bound before reading: packs on the edges of the range count in part only
      if ((await this.history.countAtLeast(ids, selection.from, selection.to)) > left) throw tooManySamples();
      const samples = await this.history.read(ids, selection.from, selection.to);
      for (const { id, labels } of some) {
        const own = samples.get(id);
        if (own === undefined || own.times.length === 0) continue;
        left -= own.times.length;
        selected.push({ labels, samples: own });
      }
      if (left < 0) throw tooManySamples();
    }
    return selected;
  }

  private async matching({ matchers, maxSeries }: Selection): Promise<FoundSeries[]> {
    const found = await this.catalogue.find({ selectors: [matchers] }, maxSeries + 1);
    if (found.length > maxSeries) throw tooCostly('query selects too many series; narrow its selectors');
    return found;
  }
}

const tooManySamples = () => tooCostly('query reads too many samples; narrow its selectors or shorten its ranges');
