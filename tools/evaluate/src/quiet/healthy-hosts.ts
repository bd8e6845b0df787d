import { identifySeries, parseSeriesText, staleMarker, type SeriesIdentity } from '@cloudops/domain-series';
import type { MetricType } from '@cloudops/contracts';
import type { Delivered, Delivery } from './delivery.ts';
import { HealthyHost } from './healthy-host.ts';
import { TRADES } from './host-work.ts';
import { randomNumbers } from './random-numbers.ts';

/** Monday, so that a first weekend comes. */
const START = Date.UTC(2026, 0, 5);
const DAY_MS = 86_400_000;

export interface HostPlan {
  readonly hosts: number;
  readonly days: number;
  readonly stepSeconds: number;
  readonly seed: number;
}

/** Scrapes of made-up healthy hosts, in the order of time: what was not recorded, but is known to be healthy. */
export function* healthyHosts({ hosts, days, stepSeconds, seed }: HostPlan): Generator<Delivery> {
  const scraped = Array.from({ length: hosts }, (_, i) => new ScrapedHost(i, seed));
  for (let time = START; time < START + days * DAY_MS; time += stepSeconds * 1000) {
    for (const host of scraped) yield host.scrape(time);
  }
}

class ScrapedHost {
  private readonly host: HealthyHost;
  private readonly offset: number;
  private readonly known = new Map<string, SeriesIdentity>();
  private present: readonly Delivered[] = [];

  constructor(index: number, seed: number) {
    const random = randomNumbers(seed * 1_000 + index);
    this.offset = Math.floor(random() * 1_000);
    this.host = new HealthyHost(`host-${String(index + 1).padStart(2, '0')}`, TRADES[index % TRADES.length]!, random, START);
  }

  scrape(round: number): Delivery {
    const time = round + this.offset;
    const out: Delivered[] = [];
    const take = (text: string, type: MetricType, value: number): void =>
      void out.push({ identity: this.named(text), type, times: Float64Array.of(time), values: Float64Array.of(value) });
    const up = this.host.read(time, take);
    const gone = up ? [] : this.present.map(({ identity, type }) => ({ identity, type, ...staleMarker(time) }));
    this.present = up ? [...out] : [];
    take('up', 'gauge', up ? 1 : 0);
    return [...out, ...gone];
  }

  private named(text: string): SeriesIdentity {
    const known = this.known.get(text);
    if (known) return known;
    const identity = identifySeries([...parseSeriesText(text), ['job', 'node'] as const, ['instance', `${this.host.name}:9100`] as const]);
    this.known.set(text, identity);
    return identity;
  }
}
