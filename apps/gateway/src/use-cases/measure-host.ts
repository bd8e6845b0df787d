import { LatestPoints, ListSeries, type Point, type SeriesDescriptor } from '@cloudops/contracts';
import { Bus } from '@cloudops/platform-bus';
import { Injectable } from '@nestjs/common';
import { type HostSeries, hostUsage, type HostUsage, hostViews, pickHostSeries } from '../domain/host-usage.ts';

const DEADLINE_MS = 1_500;
const CATALOGUE_MAX_AGE_MS = 60_000;
const PAGE = 500;
/** A host has some hundreds of series; this many pages are a bound, not a limit that anybody meets. */
const PAGES = 20;
const VIEWS_A_REQUEST = 200;
const NAMES = 'node_cpu_seconds_total|node_memory_MemAvailable_bytes|node_memory_MemTotal_bytes|node_filesystem_(avail|size)_bytes';

/** CPU, memory and disk of this host now, from the metrics that metrics-ingest collects. */
@Injectable()
export class MeasureHost {
  private known: { readonly at: number; readonly series: HostSeries } | undefined;

  constructor(private readonly bus: Bus) {}

  /** @throws DomainError `unavailable` or `timeout` when metrics-ingest does not answer */
  async measure(): Promise<HostUsage> {
    const series = await this.series();
    const latest = new Map<string, Point | null>();
    const views = hostViews(series);
    for (let i = 0; i < views.length; i += VIEWS_A_REQUEST) {
      const asked = views.slice(i, i + VIEWS_A_REQUEST);
      const { points } = await this.bus.request(LatestPoints, { views: asked, maxAgeMs: 120_000 }, { deadlineMs: DEADLINE_MS });
      asked.forEach((view, n) => latest.set(view.kind === 'ratio' ? view.numerator : view.series, points[n] ?? null));
    }
    const usage = hostUsage(series, latest);
    if (Object.values(usage).includes(null)) this.known = undefined; // new series may have appeared since
    return usage;
  }

  private async series(): Promise<HostSeries> {
    const now = performance.now();
    if (this.known === undefined || now - this.known.at >= CATALOGUE_MAX_AGE_MS) {
      this.known = { at: now, series: pickHostSeries(await this.listSeries()) };
    }
    return this.known.series;
  }

  private async listSeries(): Promise<SeriesDescriptor[]> {
    const all: SeriesDescriptor[] = [];
    let cursor: string | undefined;
    for (let page = 0; page < PAGES; page++) {
      const matchers = [
        { label: 'job', op: '=' as const, value: 'host' },
        { label: '__name__', op: '=~' as const, value: NAMES },
      ];
      const answer = await this.bus.request(ListSeries, { matchers, limit: PAGE, cursor }, { deadlineMs: DEADLINE_MS });
      all.push(...answer.series);
      if (answer.cursor === null) break;
      cursor = answer.cursor;
    }
    return all;
  }
}
