import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { type LiveEvent, LiveEvents, type LiveRange } from '../domain/live-events.ts';

@Injectable()
export class PostgresLiveEvents extends LiveEvents {
  constructor(private readonly dataSource: DataSource) {
    super();
  }

  async append(event: { id: string; subject: string; at: Date; data: unknown }): Promise<void> {
    await this.dataSource.transaction(async (manager) => {
      // one writer at a time: positions then become visible in order, and a reader that continues after one misses none
      await manager.query(`select pg_advisory_xact_lock(hashtextextended('cloudops live events', 0))`);
      await manager.query(
        `insert into live_events (event_id, subject, at, data)
         select $1, $2, $3, $4 where not exists (select from live_events where event_id = $1)`,
        [event.id, event.subject, event.at, JSON.stringify(event.data)],
      );
    });
  }

  async after(position: number, limit: number): Promise<LiveEvent[]> {
    const rows = await this.dataSource.query<{ position: string; subject: string; at: Date; data: unknown }[]>(
      'select position, subject, at, data from live_events where position > $1 order by position limit $2',
      [position, limit],
    );
    return rows.map((r) => ({ position: Number(r.position), subject: r.subject, at: r.at.toISOString(), data: r.data }));
  }

  async range(): Promise<LiveRange> {
    const [row] = await this.dataSource.query<{ oldest: string | null; newest: string | null }[]>(
      'select min(position) as oldest, max(position) as newest from live_events',
    );
    return { oldest: Number(row?.oldest ?? 0), newest: Number(row?.newest ?? 0) };
  }

  async trim(before: Date, keep: number): Promise<number> {
    const [row] = await this.dataSource.query<{ count: number }[]>(
      `with newest as (select max(position) as position from live_events), gone as (
         delete from live_events using newest where live_events.position < newest.position
           and (recorded_at < $1 or live_events.position <= newest.position - $2::bigint) returning 1)
       select count(*)::int as count from gone`,
      [before, keep],
    );
    return row?.count ?? 0;
  }
}
