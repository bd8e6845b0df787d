import type { EntityRef, Labels, MetricType, SeriesDescriptor } from '@cloudops/contracts';
import { labelsWithoutName, metricName, seriesIdText, type SeriesRecord } from '@cloudops/domain-series';

export interface SeriesRow {
  readonly id: string;
  readonly name: string;
  readonly labels: Labels;
  readonly type: MetricType;
  readonly environment: string;
  readonly entity_kind: EntityRef['kind'];
  readonly entity_id: string;
  readonly source: string;
}

/** Postgres has signed 64-bit integers only. */
export const toStoredId = (id: bigint): string => BigInt.asIntN(64, id).toString();
export const fromStoredId = (text: string): bigint => BigInt.asUintN(64, BigInt(text));

export const descriptorOf = (row: SeriesRow): SeriesDescriptor => ({
  id: seriesIdText(fromStoredId(row.id)),
  name: row.name,
  labels: row.labels,
  type: row.type,
  entity: { environment: row.environment, kind: row.entity_kind, id: row.entity_id },
  source: row.source,
});

export const rowOf = ({ identity, type, entity, source, lastAt }: SeriesRecord): SeriesRow & { readonly last_at: number } => ({
  id: toStoredId(identity.id),
  name: metricName(identity.labels),
  labels: labelsWithoutName(identity.labels),
  type,
  environment: entity.environment,
  entity_kind: entity.kind,
  entity_id: entity.id,
  source,
  last_at: lastAt,
});
