import { ApiKeyChanged } from '@cloudops/contracts';
import { AuditChain, Outbox } from '@cloudops/platform-postgres';
import { Injectable } from '@nestjs/common';
import { DataSource, type EntityManager } from 'typeorm';
import { type ApiKey, ApiKeys, type NewApiKey } from '../domain/api-keys.ts';

const COLUMNS = 'id, name, hash, scope, role, created_at as "createdAt", expires_at as "expiresAt", revoked_at as "revokedAt", revision';

@Injectable()
export class PostgresApiKeys extends ApiKeys {
  constructor(
    private readonly dataSource: DataSource,
    private readonly outbox: Outbox,
    private readonly audit: AuditChain,
  ) {
    super();
  }

  all(): Promise<ApiKey[]> {
    return this.dataSource.query<ApiKey[]>(`select ${COLUMNS} from api_keys order by id`);
  }

  put(key: NewApiKey): Promise<'created' | 'rotated' | 'unchanged'> {
    return this.dataSource.transaction(async (manager) => {
      // a row lock cannot guard a row that does not exist yet
      await manager.query(`select pg_advisory_xact_lock(hashtextextended('cloudops api key ' || $1, 0))`, [key.id]);
      const [known] = await manager.query<ApiKey[]>(`select ${COLUMNS} from api_keys where id = $1`, [key.id]);
      if (known?.hash === key.hash) return 'unchanged';
      const [saved] = await manager.query<ApiKey[]>(
        `insert into api_keys (id, name, hash, scope, role, revision) values ($1, $2, $3, $4, $5, 1)
         on conflict (id) do update set name = excluded.name, hash = excluded.hash, scope = excluded.scope, role = excluded.role,
           revoked_at = null, expires_at = null, revision = api_keys.revision + 1
         returning ${COLUMNS}`,
        [key.id, key.name, key.hash, key.scope, key.role],
      );
      const done = known === undefined ? 'created' : 'rotated';
      const { revision } = saved!;
      await this.announceOne(manager, saved!, `api-key:${key.id}:${key.hash.slice(0, 16)}:${revision}`);
      await this.audit.append(manager, { actor: 'system', action: `api-key.${done}`, subject: key.id, detail: { revision } });
      return done;
    });
  }

  announce(): Promise<void> {
    return this.dataSource.transaction(async (manager) => {
      for (const key of await manager.query<ApiKey[]>(`select ${COLUMNS} from api_keys order by id`)) await this.announceOne(manager, key);
    });
  }

  private announceOne(manager: EntityManager, key: ApiKey, eventId?: string): Promise<void> {
    const { id, hash, scope, expiresAt, revokedAt, revision } = key;
    const data = { id, hash, scope, expiresAt: expiresAt?.toISOString() ?? null, revoked: revokedAt !== null, revision };
    return this.outbox.add(manager, ApiKeyChanged, data, eventId === undefined ? {} : { id: eventId });
  }
}
