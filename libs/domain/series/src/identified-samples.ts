import { bitsOf, type Samples } from './samples.ts';
import type { SeriesIdentity } from './series-identity.ts';
import type { SeriesSamples } from './series-samples.ts';

/** Samples of identified series on their way in, in columns: those of series `i` are `starts[i]` to `starts[i + 1]`. */
export class IdentifiedSamples implements Iterable<SeriesSamples> {
  readonly identities: readonly SeriesIdentity[];
  readonly starts: Uint32Array;
  /** ms; ascend in a series, equal times are possible. */
  readonly times: Float64Array;
  /** Bits of the values, two words each. */
  readonly words: Uint32Array;
  readonly #values: Float64Array;

  constructor(identities: readonly SeriesIdentity[], starts: Uint32Array, { times, values }: Samples) {
    this.identities = identities;
    this.starts = starts;
    this.times = times;
    this.words = bitsOf(values);
    this.#values = values;
  }

  static of(series: readonly SeriesSamples[]): IdentifiedSamples {
    const starts = new Uint32Array(series.length + 1);
    series.forEach(({ samples }, i) => (starts[i + 1] = starts[i]! + samples.times.length));
    const times = new Float64Array(starts[series.length]!);
    const values = new Float64Array(times.length);
    const words = bitsOf(values);
    series.forEach(({ samples }, i) => {
      times.set(samples.times, starts[i]);
      words.set(bitsOf(samples.values), 2 * starts[i]!);
    });
    return new IdentifiedSamples(
      series.map(({ identity }) => identity),
      starts,
      { times, values },
    );
  }

  /** Of series. */
  get length(): number {
    return this.identities.length;
  }

  *[Symbol.iterator](): Iterator<SeriesSamples> {
    for (let i = 0; i < this.length; i++) {
      const [start, end] = [this.starts[i]!, this.starts[i + 1]!];
      yield {
        identity: this.identities[i]!,
        samples: { times: this.times.subarray(start, end), values: this.#values.subarray(start, end) },
      };
    }
  }
}
