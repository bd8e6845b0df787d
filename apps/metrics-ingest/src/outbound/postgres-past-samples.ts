import { bitsOf, chunksOf, PastSamples, SampleColumn, SampleHistory, type Samples, type SeriesRecord } from '@cloudops/domain-series';
import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { insertChunks } from './insert-chunks.ts';
import { rowOf } from './series-row.ts';

/** Small chunks on the lowest level, which compaction merges with whatever else is there. */
const LEVEL = 0;

@Injectable()
export class PostgresPastSamples extends PastSamples {
  constructor(
    private readonly dataSource: DataSource,
    private readonly history: SampleHistory,
  ) {
    super();
  }

  async fill(records: readonly SeriesRecord[], samples: ReadonlyMap<bigint, Samples>): Promise<number> {
    const filled = [...samples].filter(([, { times }]) => times.length > 0);
    if (filled.length === 0) return 0;
    const from = filled.reduce((least, [, { times }]) => Math.min(least, times[0]!), Infinity);
    const to = filled.reduce((most, [, { times }]) => Math.max(most, times.at(-1)!), -Infinity);
    const stored = await this.history.read([...samples.keys()], from, to);
    const missing = filled.map(([id, past]): [bigint, Samples] => [id, missingOf(past, stored.get(id))]);
    await this.dataSource.transaction(async (manager) => {
      await manager.query(
        `insert into series (id, name, labels, type, environment, entity_kind, entity_id, source, last_at)
         select id, name, labels, type, environment, entity_kind, entity_id, source, last_at
         from jsonb_to_recordset($1::jsonb) as s
           (id bigint, name text, labels jsonb, type text, environment text, entity_kind text, entity_id text, source text, last_at bigint)
         order by id on conflict (id) do nothing`,
        [JSON.stringify(records.map(rowOf))],
      );
      const chunks = missing.flatMap(([id, past]) => chunksOf(id, past));
      if (chunks.length > 0) await insertChunks(manager, LEVEL, chunks);
    });
    return missing.reduce((sum, [, { times }]) => sum + times.length, 0);
  }
}

function missingOf(past: Samples, stored: Samples | undefined): Samples {
  if (stored === undefined) return past;
  const known = new Set(stored.times);
  const bits = bitsOf(past.values);
  const missing = new SampleColumn();
  past.times.forEach((time, i) => {
    if (!known.has(time)) missing.push(time, bits[2 * i]!, bits[2 * i + 1]!);
  });
  return missing.view(0, missing.length);
}
