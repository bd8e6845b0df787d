import { type ApiKeyChanged, type EventData } from '@cloudops/contracts';
import { WriteKeys, type WriteKey } from '@cloudops/domain-series';
import { Inbox } from '@cloudops/platform-postgres';
import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';

interface KeyRow {
  readonly id: string;
  readonly hash: string;
  readonly scope: WriteKey['scope'];
  readonly expires_at: Date | null;
  readonly revoked: boolean;
}

@Injectable()
export class PostgresWriteKeys extends WriteKeys {
  constructor(
    private readonly dataSource: DataSource,
    private readonly inbox: Inbox,
  ) {
    super();
  }

  async all(): Promise<WriteKey[]> {
    const rows: KeyRow[] = await this.dataSource.query('select id, hash, scope, expires_at, revoked from api_keys');
    return rows.map(({ expires_at, ...row }) => ({ ...row, expiresAt: expires_at?.toISOString() ?? null }));
  }

  async apply(change: EventData<typeof ApiKeyChanged>, eventId: string): Promise<void> {
    await this.inbox.once({ id: eventId }, 'write-keys', async (manager) => {
      await manager.query(
        `insert into api_keys (id, hash, scope, expires_at, revoked, revision) values ($1, $2, $3, $4, $5, $6)
         on conflict (id) do update set hash = excluded.hash, scope = excluded.scope, expires_at = excluded.expires_at,
           revoked = excluded.revoked, revision = excluded.revision
         where api_keys.revision < excluded.revision`,
        [change.id, change.hash, change.scope, change.expiresAt, change.revoked, change.revision],
      );
    });
  }
}
