import { CHUNK_SPAN_MS } from '@cloudops/domain-series';

/** One row for as long as it is there, wherever a vacuum puts it: no transaction writes two packs of the same series and time. */
const KEY = `concat_ws(' ', tableoid, xmin, first_series, first_at)`;

/** Kind, key and body of packs; of those whose keys are known ($5) the body stays where it is. */
export const PACK_BODIES = `1::smallint as kind, 0::bigint as series_id, ${KEY} as key, case when ${KEY} = any($5::text[]) then null else body end as body`;

/**
 * Packs and fragments of some partitions ($1) that touch a time range ($2 to $3) and may hold one of some series ($4, signed). `first`
 * and `second` put them in the order in which they were written.
 */
export const packsOfSeries = (columns: string): string => {
  const where = `partition = any($1::smallint[]) and first_at between $2::bigint - ${CHUNK_SPAN_MS} and $3::bigint and last_at >= $2::bigint
    and exists (select from unnest($4::bigint[]) as w (id) where w.id between first_series and last_series)`;
  return `(select ${columns}, first_at as first, 0::bigint as second from packs where ${where})
    union all (select ${columns}, first_at as first, id as second from fragments where ${where})`;
};
