import { type Backfill, DomainError, type Labels } from '@cloudops/contracts';
import { Backfills, progressOf, type BackfillCursor, type BackfillJob, type BackfillStep } from '@cloudops/domain-series';
import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';

interface BackfillRow {
  readonly id: string;
  readonly url: string;
  readonly match: string;
  readonly labels: Labels;
  readonly from_at: string;
  readonly to_at: string;
  readonly max_samples_per_second: number;
  readonly state: Backfill['state'];
  readonly window_end: string;
  readonly window_ms: string;
  readonly last_name: string;
  readonly samples_read: string;
  readonly samples_added: string;
  readonly message: string;
  readonly started_at: Date;
  readonly updated_at: Date;
}

const UNIQUE_VIOLATION = '23505';

@Injectable()
export class PostgresBackfills extends Backfills {
  constructor(private readonly dataSource: DataSource) {
    super();
  }

  async add({ id, url, match, labels, from, to, maxSamplesPerSecond, cursor }: BackfillJob): Promise<Backfill> {
    try {
      const [row] = await this.dataSource.query<BackfillRow[]>(
        `insert into backfills (id, url, match, labels, from_at, to_at, max_samples_per_second, window_end, window_ms, last_name)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10) returning *`,
        [id, url, match, JSON.stringify(labels), from, to, maxSamplesPerSecond, cursor.windowEnd, cursor.windowMs, cursor.lastName],
      );
      return backfillOf(row!);
    } catch (error) {
      if ((error as { code?: string }).code !== UNIQUE_VIOLATION) throw error;
      throw new DomainError('conflict', 'backfill-running', `${match} of ${url} is being backfilled already`, { cause: error });
    }
  }

  async list(id?: string): Promise<Backfill[]> {
    const rows = await this.dataSource.query<BackfillRow[]>(
      'select * from backfills where $1::text is null or id = $1 order by started_at desc, id limit 100',
      [id ?? null],
    );
    return rows.map(backfillOf);
  }

  async current(): Promise<BackfillJob | undefined> {
    const [row] = await this.dataSource.query<BackfillRow[]>(
      `select * from backfills where state = 'running' order by started_at, id limit 1`,
    );
    return row && jobOf(row);
  }

  async advance(id: string, at: BackfillCursor, step: BackfillStep): Promise<boolean> {
    const moved = await this.dataSource.query<unknown[]>(
      `with moved as (
         update backfills set window_end = $5, window_ms = $6, last_name = $7, state = $8, samples_read = samples_read + $9,
           samples_added = samples_added + $10, message = $11, updated_at = now()
         where id = $1 and window_end = $2 and window_ms = $3 and last_name = $4 and state = 'running' returning 1)
       select * from moved`,
      [
        ...[id, at.windowEnd, at.windowMs, at.lastName, step.cursor.windowEnd, step.cursor.windowMs, step.cursor.lastName],
        ...[step.state, step.samplesRead, step.samplesAdded, step.message],
      ],
    );
    return moved.length > 0;
  }

  async mark(id: string, state: Backfill['state'], message: string): Promise<Backfill | undefined> {
    const [row] = await this.dataSource.query<BackfillRow[]>(
      `with marked as (
         update backfills set state = $2, message = $3, updated_at = now() where id = $1 and state = 'running' returning *)
       select * from marked`,
      [id, state, message],
    );
    return row && backfillOf(row);
  }
}

const jobOf = (row: BackfillRow): BackfillJob => ({
  ...{ id: row.id, url: row.url, match: row.match, labels: row.labels },
  ...{ from: Number(row.from_at), to: Number(row.to_at), maxSamplesPerSecond: row.max_samples_per_second },
  cursor: { windowEnd: Number(row.window_end), windowMs: Number(row.window_ms), lastName: row.last_name },
});

function backfillOf(row: BackfillRow): Backfill {
  const { id, url, match, labels, from, to, maxSamplesPerSecond, cursor } = jobOf(row);
  return {
    ...{ id, url, match, labels, maxSamplesPerSecond, state: row.state, message: row.message },
    ...{ from: new Date(from).toISOString(), to: new Date(to).toISOString(), reached: new Date(cursor.windowEnd).toISOString() },
    progress: progressOf({ from, to, cursor }),
    ...{ samplesRead: Number(row.samples_read), samplesAdded: Number(row.samples_added) },
    ...{ startedAt: row.started_at.toISOString(), updatedAt: row.updated_at.toISOString() },
  };
}
