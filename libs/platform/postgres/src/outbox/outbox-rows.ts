import type { EntityManager } from 'typeorm';
import type { StreamHead } from './lost-after.ts';

export interface OutboxRow {
  readonly id: string;
  readonly subject: string;
  readonly suffix: string | null;
  readonly correlation_id: string | null;
  readonly data: unknown;
  readonly recorded_at: Date;
}

/** The outbox table as the relay sees it; everything happens in the transaction of one pass. */
export class OutboxRows {
  constructor(private readonly manager: EntityManager) {}

  /** One relay at a time, or two would overtake each other; false while another process relays. */
  async lock(): Promise<boolean> {
    const [row]: { locked: boolean }[] = await this.manager.query(
      `select pg_try_advisory_xact_lock(hashtextextended('cloudops relay ' || current_schema(), 0)) as locked`,
    );
    return row!.locked;
  }

  /** The oldest unsent events. */
  async claim(limit: number): Promise<OutboxRow[]> {
    return this.manager.query(
      `select id, subject, suffix, correlation_id, data, recorded_at from outbox
       where sent_at is null order by position limit $1 for update skip locked`,
      [limit],
    );
  }

  async markSent(id: string, seq: number): Promise<void> {
    await this.manager.query('update outbox set sent_at = clock_timestamp(), stream_seq = $2 where id = $1', [id, seq]);
  }

  /** Never to be published: counts as sent, but no replay brings it back. */
  async markFailed(id: string, reason: string): Promise<void> {
    await this.manager.query('update outbox set sent_at = clock_timestamp(), failure = $2 where id = $1', [id, reason]);
  }

  /** Makes sent events pending again if the stream acknowledged them above `seq`. @returns how many. */
  async replayAfter(seq: number, exceptId: string | null = null): Promise<number> {
    const [row]: { replayed: string }[] = await this.manager.query(
      `with replayed as (
         update outbox set sent_at = null, stream_seq = null
         where stream_seq > $1 and ($2::text is null or id <> $2) returning id)
       select count(*) as replayed from replayed`,
      [seq, exceptId],
    );
    return Number(row!.replayed);
  }

  async knownHead(stream: string): Promise<StreamHead | undefined> {
    const [row]: { created: string; last_seq: string }[] = await this.manager.query(
      'select created, last_seq from outbox_streams where stream = $1',
      [stream],
    );
    return row && { created: row.created, lastSeq: Number(row.last_seq) };
  }

  async saveHead(stream: StreamHead & { readonly name: string }): Promise<void> {
    await this.manager.query(
      `insert into outbox_streams (stream, created, last_seq) values ($1, $2, $3)
       on conflict (stream) do update set created = excluded.created, last_seq = excluded.last_seq`,
      [stream.name, stream.created, stream.lastSeq],
    );
  }
}
