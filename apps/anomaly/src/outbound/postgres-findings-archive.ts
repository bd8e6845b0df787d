import { type Anomaly, DomainError, type Incident, type TimelineEntry } from '@cloudops/contracts';
import { withChanges } from '@cloudops/domain-incidents';
import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { FindingsArchive, type Page } from '../domain/findings.ts';
import { SurroundingsRows } from './surroundings-rows.ts';

@Injectable()
export class PostgresFindingsArchive extends FindingsArchive {
  constructor(
    private readonly dataSource: DataSource,
    private readonly surroundings: SurroundingsRows,
  ) {
    super();
  }

  anomalies({ open, limit, cursor }: { open?: boolean; limit: number; cursor?: string }): Promise<Page<Anomaly>> {
    const state = open === undefined ? 'true' : open ? 'cleared_at is null' : 'cleared_at is not null';
    return this.page<Anomaly>(`anomalies where ${state}`, 'detected_at', limit, cursor);
  }

  incidents({ state, limit, cursor }: { state?: 'open' | 'resolved'; limit: number; cursor?: string }): Promise<Page<Incident>> {
    return this.page<Incident>(
      `incidents where ${state ? `state = '${state === 'open' ? 'open' : 'resolved'}'` : 'true'}`,
      'opened_at',
      limit,
      cursor,
    );
  }

  async incident(id: string): Promise<{ incident: Incident; timeline: TimelineEntry[] }> {
    const [row]: { doc: Incident }[] = await this.dataSource.query('select doc from incidents where id = $1', [id]);
    if (!row) throw new DomainError('not-found', 'incident-not-found', `There is no incident ${id}`);
    const timeline: { id: string; at: Date; type: string; text: string }[] = await this.dataSource.query(
      'select id, at, type, text from incident_timeline where incident_id = $1 order by at, position limit 500',
      [id],
    );
    const changes = await this.surroundings.changesDuring(this.dataSource.manager, row.doc);
    const told = timeline.map((t) => ({ ...t, at: t.at.toISOString() }));
    return { incident: row.doc, timeline: withChanges(told, changes, row.doc) };
  }

  async trim(before: Date): Promise<number> {
    const deleted = async (sql: string): Promise<number> => (await this.dataSource.query<[unknown, number]>(sql, [before]))[1];
    await deleted('delete from incident_timeline t using incidents i where t.incident_id = i.id and i.resolved_at < $1');
    for (const sql of ['delete from silences where ends_at < $1', 'delete from asked_changes where at < $1']) await deleted(sql);
    return (await deleted('delete from incidents where resolved_at < $1')) + (await deleted('delete from anomalies where cleared_at < $1'));
  }

  /** `from` is ours, never a caller's text; the cursor is `<ms>_<id>` of the last item. */
  private async page<T extends { id: string }>(from: string, column: string, limit: number, cursor: string | undefined): Promise<Page<T>> {
    const [, ms, id] = /^(\d{1,15})_(\w{1,64})$/.exec(cursor ?? '') ?? [];
    if (cursor !== undefined && id === undefined) {
      throw new DomainError('invalid', 'cursor-invalid', 'The cursor is not one of ours', { field: 'cursor' });
    }
    const after = id === undefined ? '' : `and (${column}, id) < ($2, $3)`;
    const rows: { doc: T; at: Date }[] = await this.dataSource.query(
      `select doc, ${column} as at from ${from} ${after} order by ${column} desc, id desc limit $1`,
      [limit + 1, ...(id === undefined ? [] : [new Date(Number(ms)), id])],
    );
    const items = rows.slice(0, limit);
    const last = items.at(-1);
    return { items: items.map((r) => r.doc), cursor: rows.length > limit && last ? `${last.at.getTime()}_${last.doc.id}` : null };
  }
}
