import { WriteTemplate } from '../load/write-template.ts';
import type { DetectorLoad } from './detector-load.ts';

export const SERIES_PER_TARGET = 200;
/** Of ten series: three counters, and one that a person calls saturation. */
const KINDS = 10;
const COUNTERS = [2, 3, 4];
const GOLDEN = 5;
/** How far outside an excursion goes, and for how many points: three decide, five more of normal end it. */
const FACTOR = 10;
const EXCURSION_POINTS = 6;

/** Points that come of so many scrapes of a new target: the first sample of a counter makes none. */
export const pointsOf = (scrapes: number): number => SERIES_PER_TARGET * scrapes - (SERIES_PER_TARGET / KINDS) * COUNTERS.length;

/** A target whose series are scraped, and travel, together. */
export class ScrapeTarget {
  readonly instance: string;
  private readonly template: WriteTemplate;
  private readonly totals = new Float64Array(SERIES_PER_TARGET);
  private readonly excursions = new Map<number, number>();
  private nextGolden = GOLDEN;
  private scrapedAt: number;

  constructor(
    private readonly number: number,
    private readonly load: DetectorLoad,
  ) {
    this.scrapedAt = load.startAt - load.stepMs;
    this.instance = `10.20.${number >> 8}.${number & 255}:9100`;
    this.template = new WriteTemplate(Array.from({ length: SERIES_PER_TARGET }, (_, k) => this.labelsOf(k)));
  }

  /** What a scrape at `time` (ms) brings, as a remote_write body; valid until the next call. */
  scrape(time: number): Uint8Array {
    const seconds = (time - this.scrapedAt) / 1_000; // a counter counts on where nobody looks
    this.scrapedAt = time;
    for (let k = 0; k < SERIES_PER_TARGET; k++) {
      const value = this.load.value(this.number * SERIES_PER_TARGET + k, time);
      if (COUNTERS.includes(k % KINDS)) this.template.set(k, time, (this.totals[k]! += Math.round(value * seconds)));
      else this.template.set(k, time, this.leave(k) ? value * FACTOR : value);
    }
    return this.template.body;
  }

  /** Another of its golden series leaves its band with the next scrape. */
  beginExcursion(): void {
    this.excursions.set(this.nextGolden, EXCURSION_POINTS);
    this.nextGolden = this.nextGolden + KINDS < SERIES_PER_TARGET ? this.nextGolden + KINDS : GOLDEN;
  }

  private leave(k: number): boolean {
    const left = this.excursions.get(k) ?? 0;
    if (left > 0) this.excursions.set(k, left - 1);
    return left > 0;
  }

  private labelsOf(k: number): [name: string, value: string][] {
    const { number, instance } = this;
    const kind = COUNTERS.includes(k % KINDS) ? 'events_total' : k % KINDS === GOLDEN ? 'utilization' : 'level';
    return [
      ['__name__', `bench_part_${k}_${kind}`],
      ['cluster', 'production-eu-west-1'],
      ['env', 'production'],
      ['instance', instance],
      ['job', `kubernetes-pods-${number % 5}`],
      ['namespace', `team-${number % 11}`],
      ['pod', `service-${number % 7}-6d4cf56db6-${number}`],
      ['region', 'eu-west-1'],
    ];
  }
}
