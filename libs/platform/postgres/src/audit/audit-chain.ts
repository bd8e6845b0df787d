import { Injectable } from '@nestjs/common';
import { DataSource, type EntityManager } from 'typeorm';
import { type AuditEntry, type AuditHead, type AuditRow, GENESIS, link } from './audit-row.ts';
import { type ChainVerdict, verifyChain } from './verify-chain.ts';

const PAGE = 500;
const COLUMNS = 'position, at, actor, action, subject, detail, hash';

/** The schema's append-only audit: one hash chain, extended in the transaction that it describes. */
@Injectable()
export class AuditChain {
  constructor(private readonly dataSource: DataSource) {}

  /** Appends within the caller's transaction and holds the chain until that ends, so positions are dense; append late, commit soon. */
  async append(manager: EntityManager, entry: AuditEntry): Promise<AuditRow> {
    if (!manager.queryRunner?.isTransactionActive) throw new Error('AuditChain.append needs the transaction that it describes');
    await manager.query(`select pg_advisory_xact_lock(hashtextextended('cloudops audit ' || current_schema(), 0))`);
    const [last]: RawHead[] = await manager.query('select position, hash from audit order by position desc limit 1');
    const head = last ? { position: Number(last.position), hash: last.hash } : GENESIS;
    const row = link(head, entry, new Date());
    await manager.query(`insert into audit (${COLUMNS}) values ($1, $2, $3, $4, $5, $6, $7)`, [
      row.position,
      row.at,
      row.actor,
      row.action,
      row.subject,
      JSON.stringify(row.detail),
      row.hash,
    ]);
    return row;
  }

  /** Rows after a position, oldest first, of one subject or of all. */
  async list(query: { subject?: string; afterPosition: number; limit: number }): Promise<AuditRow[]> {
    const rows: RawRow[] = await this.dataSource.query(
      `select ${COLUMNS} from audit where position > $1 and ($2::text is null or subject = $2) order by position limit $3`,
      [query.afterPosition, query.subject ?? null, query.limit],
    );
    return rows.map(rowOf);
  }

  /** Reads and recomputes the whole chain, page by page. */
  async verify(anchors: readonly AuditHead[] = []): Promise<ChainVerdict> {
    return verifyChain(this.rows(0), anchors);
  }

  /** Whether the row of a head that was kept is still as it was, and what came since follows from it. */
  async verifyFrom(head: AuditHead = GENESIS): Promise<ChainVerdict> {
    if (head.position === 0) return this.verify();
    const [row] = await this.list({ afterPosition: head.position - 1, limit: 1 });
    if (row?.position !== head.position || row.hash !== head.hash) return { intact: false, brokenAt: head.position, head: GENESIS };
    return verifyChain(this.rows(head.position), [], head);
  }

  private async *rows(after: number): AsyncIterable<AuditRow> {
    for (let afterPosition = after; ;) {
      const page = await this.list({ afterPosition, limit: PAGE });
      yield* page;
      if (page.length < PAGE) return;
      afterPosition = page[page.length - 1]!.position;
    }
  }
}

interface RawHead {
  position: string;
  hash: string;
}

interface RawRow extends Omit<AuditRow, 'position' | 'at'> {
  position: string;
  at: Date;
}

const rowOf = (raw: RawRow): AuditRow => ({ ...raw, position: Number(raw.position), at: raw.at.toISOString() });
