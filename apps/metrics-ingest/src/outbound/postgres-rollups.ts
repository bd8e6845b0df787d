import {
  type BucketMs,
  emptyRollup,
  fillRollup,
  FINE_MS,
  partitionOf,
  type PartitionDay,
  type RolledRange,
  type Rollup,
  RollupPack,
  Rollups,
  sliceRollup,
} from '@cloudops/domain-series';
import { Inject, Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { CONFIG, type MetricsIngestConfig } from '../metrics-ingest.config.ts';
import { rollDay } from './roll-day.ts';
import { toStoredId } from './stored-id.ts';
import { typedRows } from './typed-rows.ts';

const DAY_MS = 86_400_000;

@Injectable()
export class PostgresRollups extends Rollups {
  constructor(
    private readonly dataSource: DataSource,
    @Inject(CONFIG) private readonly config: MetricsIngestConfig,
  ) {
    super();
  }

  unrolled(endDay: number, quietMs: number): Promise<PartitionDay[]> {
    return this.dataSource.query<PartitionDay[]>(
      `select partition, day from unrolled_days
       where day < $1 and touched_at <= clock_timestamp() - $2 * interval '1 millisecond' order by day, partition`,
      [endDay, quietMs],
    );
  }

  roll(day: PartitionDay): Promise<{ samples: number; bytes: number }> {
    return this.dataSource.transaction((manager) => rollDay(manager, day));
  }

  async read(ids: readonly bigint[], from: number, to: number, bucketMs: BucketMs): Promise<RolledRange> {
    const [state] = await typedRows<{ complete_from: bigint }>(this.dataSource, 'select complete_from from raw_history', []);
    const rawFrom = Number(state!.complete_from);
    if (from >= rawFrom) return { rawFrom, rollups: new Map() };
    const rows = await typedRows<{ body: Buffer }>(
      this.dataSource,
      `select ${bucketMs === FINE_MS ? 'fine' : 'coarse'} as body from rollups
       where partition = any($1::smallint[]) and day between $2::integer and $3::integer
         and exists (select from unnest($4::bigint[]) as w (id) where w.id between first_series and last_series)
       order by day, first_series`,
      [
        [...new Set(ids.map((id) => partitionOf(id, this.config.PARTITIONS)))],
        ...[Math.floor(Math.max(0, from) / DAY_MS), Math.floor(Math.min(to, rawFrom - 1) / DAY_MS), ids.map(toStoredId)],
      ],
    );
    const signed = [...new Set(ids)].map((id): [bigint, bigint] => [id, BigInt.asIntN(64, id)]);
    const days = new Map<bigint, Rollup[]>();
    for (const { body } of rows) {
      const pack = new RollupPack(body);
      for (const [id, key] of signed) {
        const place = pack.placeOf(key);
        if (place >= 0) days.set(id, [...(days.get(id) ?? []), touching(pack.rollup(place), from, to)]);
      }
    }
    const found = [...days].map(([id, parts]): [bigint, Rollup] => [id, joined(parts, bucketMs)]);
    return { rawFrom, rollups: new Map(found.filter(([, { count }]) => count.length > 0)) };
  }
}

/** Buckets with a value in [from, to]; those are neighbours. */
function touching(rollup: Rollup, from: number, to: number): Rollup {
  const { firstAt, lastAt } = rollup;
  let [start, end] = [0, firstAt.length];
  while (start < end && lastAt[start]! < from) start += 1;
  while (end > start && firstAt[end - 1]! > to) end -= 1;
  return sliceRollup(rollup, start, end);
}

/** Days follow each other. */
const joined = (parts: readonly Rollup[], bucketMs: BucketMs): Rollup =>
  parts.length === 1 ? parts[0]! : parts.reduce((all, part) => fillRollup(all, part, bucketMs), emptyRollup(0));
