import type { Labels } from '@cloudops/contracts';

/** A series' samples as somebody saw them: in any order, as often as they came; values as the two words of their bits. */
export class SeenSamples {
  readonly times: number[] = [];
  readonly lows: number[] = [];
  readonly highs: number[] = [];

  push(time: number, low: number, high: number): void {
    this.times.push(time);
    this.lows.push(low);
    this.highs.push(high);
  }

  /** Places of the samples, by time. */
  inOrder(): number[] {
    return [...this.times.keys()].sort((a, b) => this.times[a]! - this.times[b]! || a - b);
  }

  bits(place: number): string {
    return this.highs[place]!.toString(16).padStart(8, '0') + this.lows[place]!.toString(16).padStart(8, '0');
  }
}

/** Samples of many series, by series id. */
export class SampleSet {
  readonly series = new Map<bigint, SeenSamples>();
  /** Of the series whose labels are known. */
  readonly labels = new Map<bigint, Labels>();

  of(id: bigint): SeenSamples {
    const known = this.series.get(id);
    if (known !== undefined) return known;
    const fresh = new SeenSamples();
    this.series.set(id, fresh);
    return fresh;
  }

  get size(): number {
    return [...this.series.values()].reduce((sum, { times }) => sum + times.length, 0);
  }
}
