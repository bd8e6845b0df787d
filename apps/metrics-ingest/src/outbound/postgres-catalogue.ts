import { decodeBatchColumns, DomainError, entityKey, type Matcher, type MetricType, type SeriesDescriptor } from '@cloudops/contracts';
import {
  compileMatchers,
  KnownSeriesTable,
  NAME_LABEL,
  SeriesCatalogue,
  SeriesTable,
  wordsOf,
  type SeriesPage,
} from '@cloudops/domain-series';
import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { descriptorOf, fromStoredId, toStoredId, type SeriesRow } from './series-row.ts';
import { typedRows } from './typed-rows.ts';
import { TAIL } from './journal-tail.ts';
import { eachSeen, forgetSeen } from './seen-series.ts';

const PAGE = 1_000;
const KNOWN_PAGE = 20_000;

type KnownRow = Omit<SeriesRow, 'id' | 'labels' | 'type'> & { readonly id: bigint; readonly last_at: bigint };
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

  async known(since: number): Promise<KnownSeriesTable> {
    const seen = await this.seen();
    const known = new KnownSeriesTable();
    for (let after: bigint | undefined = -(2n ** 63n); after !== undefined;) {
      const rows: KnownRow[] = await typedRows<KnownRow>(
        this.dataSource,
        `select id, name, environment, entity_kind, entity_id, source, last_at from series where id >= $1 order by id limit ${KNOWN_PAGE}`,
        [after.toString()],
      );
      for (const row of rows) {
        const id = BigInt.asUintN(64, row.id);
        const slot = seen.find(...wordsOf(id));
        const lastAt = Math.max(Number(row.last_at), slot < 0 ? 0 : seen.lastAt[slot]!);
        const entity = entityKey({ environment: row.environment, kind: row.entity_kind, id: row.entity_id });
        if (lastAt >= since) known.set(id, { source: row.source, entity, metric: row.name, lastAt });
      }
      after = rows.length === KNOWN_PAGE ? rows.at(-1)!.id + 1n : undefined;
    }
    await this.eachTail((low, high, time) => known.sees(low, high, time));
    return known;
  }

  /** Newest folded sample of every series. */
  private async seen(): Promise<SeriesTable> {
    const table = new SeriesTable();
    for (const { body } of await typedRows<{ body: Buffer }>(this.dataSource, 'select body from seen', []))
      eachSeen(body, (low, high, time) => (table.lastAt[table.add(low, high)] = time));
    return table;
  }

  private async eachTail(visit: (low: number, high: number, time: number) => void): Promise<void> {
    const partitions: { partition: number }[] = await this.dataSource.query('select partition from partitions');
    for (const { partition } of partitions) {
      for (const { body } of await typedRows<{ body: Buffer }>(this.dataSource, TAIL, [[partition], 0, Number.MAX_SAFE_INTEGER])) {
        const { ids, starts, times } = decodeBatchColumns(body);
        for (let i = 0; i + 1 < starts.length; i++)
          if (starts[i + 1]! > starts[i]!) visit(ids[2 * i]!, ids[2 * i + 1]!, times[starts[i + 1]! - 1]!);
      }
    }
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

  async retire(before: number): Promise<void> {
    const seen = await this.seen();
    const rows: { id: string }[] = await this.dataSource.query('select id from series where last_at < $1', [before]);
    const silent = rows.filter(({ id }) => {
      const slot = seen.find(...wordsOf(fromStoredId(id)));
      return slot < 0 || seen.lastAt[slot]! < before;
    });
    await this.dataSource.query('delete from series where id = any($1::bigint[]) and last_at < $2', [silent.map(({ id }) => id), before]);
    const partitions: { partition: number }[] = await this.dataSource.query('select partition from seen');
    for (const { partition } of partitions) await this.dataSource.transaction((manager) => forgetSeen(manager, partition, before));
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
