import { DomainError, type Labels, type ScrapeTarget } from '@cloudops/contracts';
import type { Exposition } from './exposition.ts';
import { parseSeriesText } from './exposition.ts';
import type { LabelPair } from './labels.ts';
import { compileRelabelling, type Relabelling } from './relabelling.ts';
import { staleMarker } from './samples.ts';
import { identifySeries, type SeriesIdentity } from './series-identity.ts';
import type { SeriesSamples } from './series-samples.ts';

export interface ScrapeRules {
  readonly relabel: Relabelling;
  readonly honorTimestamps: boolean;
  readonly sampleLimit: number;
}

/** The rules that a target declares. @throws DomainError `invalid` naming the rule. */
export const scrapeRules = ({ relabel, honorTimestamps, sampleLimit }: ScrapeTarget): ScrapeRules => ({
  relabel: compileRelabelling(relabel),
  honorTimestamps,
  sampleLimit: sampleLimit === 0 ? Infinity : sampleLimit,
});

const TAKE_ALL: ScrapeRules = { relabel: compileRelabelling([]), honorTimestamps: true, sampleLimit: Infinity };

const tooMany = (limit: number): DomainError =>
  new DomainError('too-large', 'sample-limit', `The target exposes more than ${limit} samples, its sampleLimit`, { field: 'sampleLimit' });

/**
 * What one target has shown so far. Adds the target's labels (a label of the same name that the target itself exposes becomes
 * `exported_<name>`, as Prometheus does), and marks series stale that are gone from the newest exposition.
 */
export class ScrapeSession {
  readonly #labels: Labels;
  readonly #rules: ScrapeRules;
  /** `null` is a series that relabelling drops. */
  #known = new Map<string, SeriesIdentity | null>();
  #present = new Map<bigint, SeriesIdentity>();
  readonly #reports = new Map<string, SeriesIdentity>();

  constructor(labels: Labels, rules: ScrapeRules = TAKE_ALL) {
    this.#labels = labels;
    this.#rules = rules;
  }

  /**
   * Samples of one scrape that began at `time` (ms), and staleness markers for what vanished. A target's own timestamp wins where it is
   * honoured. @throws DomainError `too-large` over the limit of samples.
   */
  observe(exposition: Exposition, time: number): SeriesSamples[] {
    const seen = new Map<string, SeriesIdentity | null>();
    const present = new Map<bigint, SeriesIdentity>();
    const taken = new Set<bigint>();
    const out: SeriesSamples[] = [];
    for (const sample of exposition.samples) {
      const known = this.#known.get(sample.series);
      const identity = known === undefined ? this.#identifyExposed(sample.series) : known;
      seen.set(sample.series, identity);
      if (identity === null) continue;
      if (taken.has(identity.id)) continue; // the same series twice in one exposition: the first line counts
      taken.add(identity.id);
      if (taken.size > this.#rules.sampleLimit) throw tooMany(this.#rules.sampleLimit);
      const own = this.#rules.honorTimestamps ? sample.time : undefined;
      if (own === undefined) present.set(identity.id, identity); // who brings own times says by them when it ends
      out.push({ identity, samples: { times: Float64Array.of(own ?? time), values: Float64Array.of(sample.value) } });
    }
    for (const [id, identity] of this.#present) if (!present.has(id)) out.push({ identity, samples: staleMarker(time) });
    this.#known = seen;
    this.#present = present;
    return out;
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
    const identity = this.#reports.get(name) ?? this.#identify(name);
    this.#reports.set(name, identity);
    return { identity, samples: { times: Float64Array.of(time), values: Float64Array.of(value) } };
  }

  #identifyExposed(series: string): SeriesIdentity | null {
    const identity = this.#identify(series);
    const labels = this.#rules.relabel(identity.labels);
    return labels === undefined ? null : identifySeries(labels);
  }

  #identify(series: string): SeriesIdentity {
    const exposed = parseSeriesText(series).map(([name, value]): LabelPair => [
      this.#labels[name] === undefined ? name : `exported_${name}`,
      value,
    ]);
    const identity = identifySeries([...exposed, ...Object.entries(this.#labels)]);
    const repeated = identity.labels.find(([name], i) => identity.labels[i + 1]?.[0] === name);
    if (repeated === undefined) return identity;
    throw new DomainError('invalid', 'exposition-malformed', `${series.slice(0, 200)} has the label ${repeated[0]} twice`);
  }
}
