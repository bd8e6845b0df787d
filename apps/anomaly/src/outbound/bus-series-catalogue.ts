import { DescribeSeries, type SeriesDescriptor } from '@cloudops/contracts';
import { Bus } from '@cloudops/platform-bus';
import { Injectable } from '@nestjs/common';
import { SeriesCatalogue } from '../domain/series-catalogue.ts';

const CHUNK = 500;
/** Ids that nobody knew are not asked for again for this long. */
const RETRY_MS = 30_000;
const MAX_REMEMBERED = 100_000;

@Injectable()
export class BusSeriesCatalogue extends SeriesCatalogue {
  private readonly nobodyKnows = new Map<bigint, number>();

  constructor(private readonly bus: Bus) {
    super();
  }

  async describe(ids: readonly bigint[]): Promise<SeriesDescriptor[]> {
    const now = Date.now();
    const wanted = ids.filter((id) => (this.nobodyKnows.get(id) ?? 0) <= now);
    const found: SeriesDescriptor[] = [];
    for (let i = 0; i < wanted.length; i += CHUNK) {
      const hex = wanted.slice(i, i + CHUNK).map((id) => id.toString(16).padStart(16, '0'));
      found.push(...(await this.bus.request(DescribeSeries, { ids: hex })).series);
    }
    const known = new Set(found.map((d) => BigInt(`0x${d.id}`)));
    if (this.nobodyKnows.size > MAX_REMEMBERED) this.nobodyKnows.clear();
    for (const id of wanted) if (!known.has(id)) this.nobodyKnows.set(id, now + RETRY_MS);
    return found;
  }
}
