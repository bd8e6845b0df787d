import { type Anomaly, DomainError, entityKey } from '@cloudops/contracts';
import { metricFamily } from '@cloudops/domain-detection';
import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { PastAnomalies } from '../domain/past-anomalies.ts';

/** Latest anomalies of an entity that are looked through, and how many of them may be of the same family. */
const LOOKED_AT = 2_000;
const MOST = 200;

@Injectable()
export class PostgresPastAnomalies extends PastAnomalies {
  constructor(private readonly dataSource: DataSource) {
    super();
  }

  async find(id: string): Promise<Anomaly> {
    const [row]: { doc: Anomaly }[] = await this.dataSource.query('select doc from anomalies where id = $1', [id]);
    if (!row) throw new DomainError('not-found', 'anomaly-not-found', `There is no anomaly ${id}`);
    return row.doc;
  }

  async before({ entity, series, detectedAt }: Anomaly): Promise<Anomaly[]> {
    const rows: { doc: Anomaly }[] = await this.dataSource.query(
      `select doc from (select doc from anomalies where entity = $1 and detected_at < $2 order by detected_at desc limit $3) latest
       where regexp_replace(doc -> 'series' ->> 'name', '_(sum|count|bucket|total)$', '') = $4 limit $5`,
      [entityKey(entity), detectedAt, LOOKED_AT, metricFamily(series.name), MOST],
    );
    return rows.map((r) => r.doc);
  }

  async incidentsOf(entity: Anomaly['entity'], anomalyIds: readonly string[]): Promise<ReadonlyMap<string, string>> {
    const rows: { anomaly: string; incident: string }[] = await this.dataSource.query(
      `with own as (select id, doc ->> 'mergedInto' as held_by from incidents where entity = $1)
       select asked.id as anomaly, (select i.id from incidents i where i.id in (select id from own union select held_by from own)
         and i.doc -> 'anomalies' @> jsonb_build_array(jsonb_build_object('id', asked.id)) limit 1) as incident
       from unnest($2::text[]) as asked (id)`,
      [entityKey(entity), anomalyIds],
    );
    return new Map(rows.flatMap(({ anomaly, incident }) => (incident ? [[anomaly, incident] as const] : [])));
  }
}
