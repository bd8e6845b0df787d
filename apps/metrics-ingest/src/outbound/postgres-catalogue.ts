import {
  decodeBatch,
  DomainError,
  type EntityRef,
  entityKey,
  type Matcher,
  type MetricType,
  type SeriesDescriptor,
} from '@cloudops/contracts';
import { compileMatchers, NAME_LABEL, SeriesCatalogue, type KnownSeries, type SeriesPage } from '@cloudops/domain-series';
import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { descriptorOf, fromStoredId, toStoredId, type SeriesRow } from './series-row.ts';
import { TAIL } from './journal-tail.ts';

const PAGE = 1_000;
const COLUMNS = 'id, name, labels, type, environment, entity_kind, entity_id, source';

@Injectable()
export class PostgresCatalogue extends SeriesCatalogue {
  constructor(private readonly dataSource: DataSource) {
    super();
  }

  async describe(ids: readonly bigint[]): Promise<SeriesDescriptor[]> {
    const rows: SeriesRow[] = await this.dataSource.query(`select ${COLUMNS} from series where id = any($1::bigint[])`, [
      ids.map(toStoredId),
    ]);
    return rows.map(descriptorOf);
  }

  /** Equality is answered by the indexes, the other operators by the predicate over what is left, page by page. */
  async list({
    matchers,
    limit,
    cursor,
  }: {
    matchers: readonly Matcher[];
    limit: number;
    cursor: string | undefined;
  }): Promise<SeriesPage> {
    const matches = compileMatchers(matchers);
    const equal = matchers.filter(({ op, value }) => op === '=' && value !== '');
    const name = equal.find(({ label }) => label === NAME_LABEL)?.value ?? null;
    const contained = JSON.stringify(
      Object.fromEntries(equal.filter(({ label }) => label !== NAME_LABEL).map(({ label, value }) => [label, value])),
    );
    const found: SeriesRow[] = [];
    for (let after = parseCursor(cursor); found.length <= limit;) {
      const rows: SeriesRow[] = await this.dataSource.query(
        `select ${COLUMNS} from series where (name, id) > ($1, $2::bigint) and ($3::text is null or name = $3) and labels @> $4::jsonb
         order by name, id limit ${PAGE}`,
        [after.name, after.id, name, contained],
      );
      found.push(...rows.filter((row) => matches(row.name, row.labels)));
      const last = rows.at(-1);
      if (last === undefined || rows.length < PAGE) break;
      after = last;
    }
    const page = found.slice(0, limit);
    const last = page.at(-1);
    return { series: page.map(descriptorOf), cursor: found.length > limit && last ? `${last.id}/${last.name}` : null };
  }

  async known(): Promise<Map<bigint, KnownSeries>> {
    const rows: (SeriesRow & { last_at: string })[] = await this.dataSource.query(
      'select id, environment, entity_kind, entity_id, source, last_at from series',
    );
    const known = new Map<bigint, KnownSeries>();
    for (const row of rows) {
      const entity: EntityRef = { environment: row.environment, kind: row.entity_kind, id: row.entity_id };
      known.set(fromStoredId(row.id), { source: row.source, entity: entityKey(entity), lastAt: Number(row.last_at) });
    }
    const partitions: { partition: number }[] = await this.dataSource.query('select partition from partitions');
    const tail: { body: Buffer }[] = await this.dataSource.query(TAIL, [
      partitions.map(({ partition }) => partition),
      0,
      Number.MAX_SAFE_INTEGER,
    ]);
    for (const { body } of tail) {
      for (const { id, times } of decodeBatch(body).series) {
        const series = known.get(id);
        if (series !== undefined) series.lastAt = Math.max(series.lastAt, times.at(-1) ?? 0);
      }
    }
    return known;
  }

  async retype(types: ReadonlyMap<string, MetricType>): Promise<void> {
    await this.dataSource.query(
      `update series s set type = n.type from unnest($1::text[], $2::text[]) as n (name, type) where s.name = n.name and s.type <> n.type`,
      [[...types.keys()], [...types.values()]],
    );
  }

  async namesOf(families: readonly string[]): Promise<string[]> {
    const parts = ['', '_total', '_bucket', '_sum', '_count', '_created', '_info'];
    const rows: { name: string }[] = await this.dataSource.query('select distinct name from series where name = any($1::text[])', [
      families.flatMap((family) => parts.map((part) => family + part)),
    ]);
    return rows.map(({ name }) => name);
  }

  async silent(before: number): Promise<bigint[]> {
    const rows: { id: string }[] = await this.dataSource.query('select id from series where last_at < $1', [before]);
    return rows.map(({ id }) => fromStoredId(id));
  }

  async retire(ids: readonly bigint[], before: number): Promise<void> {
    await this.dataSource.query('delete from series where id = any($1::bigint[]) and last_at < $2', [ids.map(toStoredId), before]);
  }
}

/** `<stored id>/<name>` of the last series of the page before. */
function parseCursor(cursor: string | undefined): { name: string; id: string } {
  if (cursor === undefined) return { name: '', id: '0' };
  const [, id, name] = /^(-?\d{1,19})\/(.*)$/s.exec(cursor) ?? [];
  if (id === undefined || name === undefined || BigInt.asIntN(64, BigInt(id)) !== BigInt(id)) {
    throw new DomainError('invalid', 'cursor', 'The cursor is not one that this list gave', { field: 'cursor' });
  }
  return { name, id };
}
