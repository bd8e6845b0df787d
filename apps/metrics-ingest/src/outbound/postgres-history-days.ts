import { statfs } from 'node:fs/promises';
import { HistoryDays, type HistorySizes, type Shed, type Shedding, type ShedReason } from '@cloudops/domain-series';
import { HistoryShed } from '@cloudops/contracts';
import { Outbox } from '@cloudops/platform-postgres';
import { Inject, Injectable } from '@nestjs/common';
import { DataSource, type EntityManager } from 'typeorm';
import { CONFIG, type MetricsIngestConfig } from '../metrics-ingest.config.ts';

const DAY_MS = 86_400_000;
type Parent = 'packs' | 'rollups';

@Injectable()
export class PostgresHistoryDays extends HistoryDays {
  constructor(
    private readonly dataSource: DataSource,
    @Inject(CONFIG) private readonly config: MetricsIngestConfig,
    private readonly outbox: Outbox,
  ) {
    super();
  }

  async sizes(): Promise<HistorySizes> {
    const partitions = (parent: Parent) =>
      `coalesce((select sum(pg_total_relation_size(inhrelid)) from pg_inherits where inhparent = '${parent}'::regclass), 0)`;
    const [row]: { raw: string; rollups: string; journal: string }[] = await this.dataSource.query(
      `select pg_total_relation_size('fragments') + pg_total_relation_size('chunks_v1') + ${partitions('packs')} as raw,
         ${partitions('rollups')} as rollups, pg_total_relation_size('journal') as journal`,
    );
    return { raw: Number(row!.raw), rollups: Number(row!.rollups), journal: Number(row!.journal), free: await this.free() };
  }

  async days(): Promise<{ raw: number[]; rolled: number[] }> {
    return { raw: await daysOf(this.dataSource, 'packs'), rolled: await daysOf(this.dataSource, 'rollups') };
  }

  dropRaw(endDay: number, reason?: ShedReason): Promise<number | undefined> {
    return this.dataSource.transaction(async (manager) => {
      await manager.query('lock table unrolled_days in share mode'); // whoever adds packs names their day here first, and now waits
      const unrolled: unknown[] = await manager.query('select 1 from unrolled_days where day < $1 limit 1', [endDay]);
      if (unrolled.length > 0) return undefined;
      const days = (await daysOf(manager, 'packs')).filter((day) => day < endDay);
      const [packed]: { samples: string }[] = await manager.query(
        'select coalesce(sum(samples), 0) as samples from packs where first_at < $1',
        [endDay * DAY_MS],
      );
      for (const day of days) await manager.query('select drop_packs_day($1)', [day]);
      const [chunks]: { samples: string }[] = await manager.query(
        `with gone as (delete from chunks_v1 where last_at < $1 returning samples) select coalesce(sum(samples), 0) as samples from gone`,
        [endDay * DAY_MS],
      );
      await manager.query('update raw_history set complete_from = greatest(complete_from, $1)', [endDay * DAY_MS]);
      const samples = Number(packed!.samples) + Number(chunks!.samples);
      if (reason !== undefined && samples > 0) await this.noteShed(manager, { what: 'raw', endDay }, samples, reason);
      return samples;
    });
  }

  dropRolled(endDay: number, reason?: ShedReason): Promise<number> {
    return this.dataSource.transaction(async (manager) => {
      const days = (await daysOf(manager, 'rollups')).filter((day) => day < endDay);
      const [row]: { samples: string }[] = await manager.query('select coalesce(sum(samples), 0) as samples from rollups where day < $1', [
        endDay,
      ]);
      for (const day of days) await manager.query('select drop_rollups_day($1)', [day]);
      const samples = Number(row!.samples);
      if (reason !== undefined && samples > 0) await this.noteShed(manager, { what: 'rolled', endDay }, samples, reason);
      return samples;
    });
  }

  async shedding(): Promise<Shedding | null> {
    const [row]: { shed_at: Date | null; age: string; shed_reason: ShedReason; shed_samples: string }[] = await this.dataSource.query(
      'select shed_at, extract(epoch from clock_timestamp() - shed_at) * 1000 as age, shed_reason, shed_samples from raw_history',
    );
    return row?.shed_at ? { at: row.shed_at, ageMs: Number(row.age), reason: row.shed_reason, samples: Number(row.shed_samples) } : null;
  }

  private async noteShed(manager: EntityManager, { what, endDay }: Shed, samples: number, reason: ShedReason): Promise<void> {
    await manager.query('update raw_history set shed_at = clock_timestamp(), shed_reason = $2, shed_samples = shed_samples + $1', [
      samples,
      reason,
    ]);
    const before = new Date(endDay * DAY_MS).toISOString();
    await this.outbox.add(manager, HistoryShed, { what, before, samples, reason });
  }

  private async free(): Promise<number | null> {
    if (this.config.DISK_PATH === undefined) return null;
    const { bavail, bsize } = await statfs(this.config.DISK_PATH);
    return bavail * bsize;
  }
}

/** Days that have a partition, oldest first. */
async function daysOf(source: DataSource | EntityManager, parent: Parent): Promise<number[]> {
  const rows: { day: number }[] = await source.query(
    `select substring(relname from '\\d+$')::integer as day from pg_inherits join pg_class c on c.oid = inhrelid
     where inhparent = '${parent}'::regclass order by 1`,
  );
  return rows.map(({ day }) => day);
}
