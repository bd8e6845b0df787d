import { type DeadLetter, DeadLetters } from '@cloudops/platform-bus';
import { Injectable } from '@nestjs/common';
import { DataSource, type EntityManager } from 'typeorm';

const COLUMNS = 'id, subject, service, at, deliveries, reason, excerpt';

/** What the service gave up on, kept for 30 days. */
@Injectable()
export class PostgresDeadLetters extends DeadLetters {
  constructor(private readonly dataSource: DataSource) {
    super();
  }

  override async add(letter: DeadLetter): Promise<void> {
    await addDeadLetter(this.dataSource.manager, letter);
  }

  override async list(limit: number): Promise<DeadLetter[]> {
    const rows: (Omit<DeadLetter, 'at'> & { at: Date })[] = await this.dataSource.query(
      `select ${COLUMNS} from dead_letters order by at desc, id limit $1`,
      [limit],
    );
    return rows.map((row) => ({ ...row, at: row.at.toISOString() }));
  }
}

export async function addDeadLetter(manager: EntityManager, letter: DeadLetter): Promise<void> {
  const { id, subject, service, at, deliveries, reason, excerpt } = letter;
  await manager.query(
    `insert into dead_letters (${COLUMNS}) values ($1, $2, $3, $4, $5, $6, $7)
     on conflict (id, subject) do update set deliveries = excluded.deliveries, reason = excluded.reason`,
    [id, subject, service, at, deliveries, storable(reason), storable(excerpt)],
  );
}

/** Postgres cannot keep the character 0 in text. */
const storable = (text: string): string => text.replaceAll('\0', '');
