import { DomainError, type Labels, type ScrapeTarget } from '@cloudops/contracts';
import type { Exposition, ExposedExemplar } from './exposition.ts';
import type { LabelPair } from './labels.ts';
import { compileRelabelling, type Relabelling } from './relabelling.ts';
import { staleMarker } from './samples.ts';
import { identifySeries, type SeriesIdentity } from './series-identity.ts';
import type { SeriesSamples } from './series-samples.ts';
import { parseSeriesText } from './series-text.ts';
import { TargetLabels } from './target-labels.ts';
import type { SeriesExemplar } from './write-attachments.ts';

export interface ScrapeRules {
  readonly relabel: Relabelling;
  readonly honorTimestamps: boolean;
  readonly honorLabels: boolean;
  readonly sampleLimit: number;
}

/** The rules that a target declares. @throws DomainError `invalid` naming the rule. */
export const scrapeRules = ({ relabel, honorTimestamps, honorLabels, sampleLimit }: ScrapeTarget): ScrapeRules => ({
  relabel: compileRelabelling(relabel),
  honorTimestamps,
  honorLabels,
  sampleLimit: sampleLimit === 0 ? Infinity : sampleLimit,
});

const TAKE_ALL: ScrapeRules = { relabel: compileRelabelling([]), honorTimestamps: true, honorLabels: false, sampleLimit: Infinity };

const tooMany = (limit: number): DomainError =>
  new DomainError('too-large', 'sample-limit', `The target exposes more than ${limit} samples, its sampleLimit`, { field: 'sampleLimit' });

/** What one scrape brought. */
export interface Observation {
  /** Samples, and staleness markers for what vanished. */
  readonly series: SeriesSamples[];
  readonly exemplars: SeriesExemplar[];
  /** Samples exposed, and those that relabelling leaves. */
  readonly scraped: number;
  readonly kept: number;
  /** Series that the scrape before did not have. */
  readonly added: number;
  /** The limit of samples was passed: of the samples there are only markers left. */
  readonly failure: DomainError | undefined;
}

/** Names a target's series, and marks those stale that are gone from the newest exposition. */
export class ScrapeSession {
  readonly #labels: TargetLabels;
  readonly #rules: ScrapeRules;
  /** `null` is a series that relabelling drops. */
  #known = new Map<string, SeriesIdentity | null>();
  #present = new Map<bigint, SeriesIdentity>();
  readonly #exemplars = new Map<bigint, ExposedExemplar>();
  readonly #reports = new Map<string, SeriesIdentity>();

  constructor(labels: Labels, rules: ScrapeRules = TAKE_ALL) {
    this.#labels = new TargetLabels(labels, rules.honorLabels);
    this.#rules = rules;
  }

  /** One scrape that began at `time` (ms). A target's own timestamp wins where it is honoured. @throws DomainError `invalid` for labels. */
  observe(exposition: Exposition, time: number): Observation {
    const seen = new Map<string, SeriesIdentity | null>();
    const present = new Map<bigint, SeriesIdentity>();
    const taken = new Set<bigint>();
    const series: SeriesSamples[] = [];
    const exemplars: SeriesExemplar[] = [];
    let [kept, added] = [0, 0];
    for (const sample of exposition.samples) {
      const known = this.#known.get(sample.series);
      const identity = known === undefined ? this.#identifyExposed(sample.series) : known;
      seen.set(sample.series, identity);
      if (identity === null) continue;
      kept += 1;
      if (taken.has(identity.id)) continue; // the same series twice in one exposition: the first line counts
      taken.add(identity.id);
      if (known === undefined) added += 1;
      const own = this.#rules.honorTimestamps ? sample.time : undefined;
      if (own === undefined) present.set(identity.id, identity); // who brings own times says by them when it ends
      series.push({ identity, samples: { times: Float64Array.of(own ?? time), values: Float64Array.of(sample.value) } });
      if (sample.exemplar !== undefined && this.#isNew(identity.id, sample.exemplar))
        exemplars.push({ identity, ...sample.exemplar, time: sample.exemplar.time ?? own ?? time });
    }
    const counts = { scraped: exposition.samples.length, kept, added };
    if (kept > this.#rules.sampleLimit)
      return { series: this.end(time), exemplars: [], ...counts, failure: tooMany(this.#rules.sampleLimit) };
    for (const [id, identity] of this.#present) if (!present.has(id)) series.push({ identity, samples: staleMarker(time) });
    for (const id of this.#exemplars.keys()) if (!taken.has(id)) this.#exemplars.delete(id);
    this.#known = seen;
    this.#present = present;
    return { series, exemplars, ...counts, failure: undefined };
  }

  /** Staleness markers for all that is there: the target failed or was removed. */
  end(time: number): SeriesSamples[] {
    const out = [...this.#present.values()].map((identity) => ({ identity, samples: staleMarker(time) }));
    this.#present = new Map();
    return out;
  }

  /** Staleness markers for all that is there and for what we said about the target: it is gone for good. */
  close(time: number): SeriesSamples[] {
    const reports = [...this.#reports.values()].map((identity) => ({ identity, samples: staleMarker(time) }));
    return [...this.end(time), ...reports];
  }

  /** One sample that we say about the target, e.g. `up`. */
  report(name: string, value: number, time: number): SeriesSamples {
    const identity = this.#reports.get(name) ?? identifySeries(this.#labels.addTo(parseSeriesText(name)));
    this.#reports.set(name, identity);
    return { identity, samples: { times: Float64Array.of(time), values: Float64Array.of(value) } };
  }

  /** A target shows its last exemplar until there is another; without a time of its own it is known by what it says. */
  #isNew(id: bigint, exemplar: ExposedExemplar): boolean {
    const before = this.#exemplars.get(id);
    this.#exemplars.set(id, exemplar);
    return before === undefined || !equal(before, exemplar);
  }

  #identifyExposed(text: string): SeriesIdentity | null {
    const exposed: LabelPair[] = this.#labels.addTo(parseSeriesText(text));
    const labels = this.#rules.relabel(exposed);
    return labels === undefined ? null : identifySeries(labels);
  }
}

const equal = (a: ExposedExemplar, b: ExposedExemplar): boolean =>
  a.time === b.time && Object.is(a.value, b.value) && JSON.stringify(a.labels) === JSON.stringify(b.labels);
