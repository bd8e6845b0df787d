import type { IngestDiagnosis, ResponseInput } from '@cloudops/contracts';
import { HistoryFigures, largestMetrics, type StoredFigures } from '@cloudops/domain-series';
import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { LiveCatalogue } from './live-catalogue.ts';

const instant = (ms: string | null): string | null => (ms === null ? null : new Date(Number(ms)).toISOString());

@Injectable()
export class PostgresFigures extends HistoryFigures {
  constructor(
    private readonly dataSource: DataSource,
    private readonly catalogue: LiveCatalogue,
  ) {
    super();
  }

  async stats(): Promise<StoredFigures> {
    const [row] = await this.dataSource.query<Record<string, string | null>[]>(
      `select c.samples, c.oldest, c.newest,
         j.samples as journal_samples, pg_total_relation_size('journal') as journal_bytes, j.oldest as journal_oldest, j.newest as journal_newest,
         (select sum(pg_total_relation_size(oid)) from pg_class
          where relnamespace = current_schema::regnamespace and relkind = 'r'
            and relname ~ '^(series_segments|seen|fragments|chunks_v1|packs_[0-9]+)$') as bytes,
         r.samples as rolled_samples, r.oldest as rolled_oldest, h.shed_samples, h.shed_reason, extract(epoch from h.shed_at) * 1000 as shed_at,
         coalesce((select sum(pg_total_relation_size(inhrelid)) from pg_inherits where inhparent = 'rollups'::regclass), 0) as rolled_bytes
       from (select coalesce(sum(samples), 0) as samples, min(day)::bigint * 86400000 as oldest from rollups) r, raw_history h,
         (select coalesce(sum(samples), 0) as samples, min(first_at) as oldest, max(last_at) as newest from chunks) c,
         (select coalesce(sum(samples), 0) as samples, min(min_time) as oldest, max(max_time) as newest
          from journal j join partitions p using (partition) where j.seq is null or j.seq > p.folded_seq) j`,
    );
    const number = (name: string): number => Number(row?.[name] ?? 0);
    const extreme = (pick: (...values: number[]) => number, ...names: string[]): string | null => {
      const known = names.map((name) => row?.[name] ?? null).filter((value) => value !== null);
      return known.length === 0 ? null : instant(String(pick(...known.map(Number))));
    };
    return {
      ...{ series: this.catalogue.index.size, samples: number('samples'), bytes: number('bytes') },
      ...{ journalSamples: number('journal_samples'), journalBytes: number('journal_bytes') },
      oldest: extreme(Math.min, 'oldest', 'journal_oldest'),
      newest: extreme(Math.max, 'newest', 'journal_newest'),
      rollups: { samples: number('rolled_samples'), bytes: number('rolled_bytes'), oldest: instant(row?.['rolled_oldest'] ?? null) },
      shed: row?.['shed_at']
        ? { samples: number('shed_samples'), at: instant(row['shed_at'])!, reason: row['shed_reason'] === 'disk' ? 'disk' : 'cap' }
        : null,
    };
  }

  async lags(): Promise<Pick<ResponseInput<typeof IngestDiagnosis>, 'relayLagRows' | 'unfoldedRows' | 'unfoldedSeconds'>> {
    const [row] = await this.dataSource.query<Record<string, string>[]>(
      `select count(*) filter (where j.seq is null or j.seq > p.published_seq) as unpublished,
         count(*) filter (where j.seq is null or j.seq > p.folded_seq) as unfolded,
         coalesce(extract(epoch from clock_timestamp() - min(j.received_at) filter (where j.seq is null or j.seq > p.folded_seq)), 0) as seconds
       from journal j join partitions p using (partition)`,
    );
    return { relayLagRows: Number(row!['unpublished']), unfoldedRows: Number(row!['unfolded']), unfoldedSeconds: Number(row!['seconds']) };
  }

  async largestMetrics(limit: number): Promise<ResponseInput<typeof IngestDiagnosis>['largestMetrics']> {
    await this.catalogue.refresh();
    return largestMetrics(this.catalogue.index, limit);
  }
}
