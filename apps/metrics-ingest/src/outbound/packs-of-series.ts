import { CHUNK_SPAN_MS } from '@cloudops/domain-series';

/**
 * Packs and fragments of some partitions ($1) that touch a time range ($2 to $3) and may hold one of some series ($4, signed). `kind`
 * 1, then `first` and `second` put them in the order in which they were written.
 */
export const packsOfSeries = (columns: string): string => {
  const where = `partition = any($1::smallint[]) and first_at between $2::bigint - ${CHUNK_SPAN_MS} and $3::bigint and last_at >= $2::bigint
    and exists (select from unnest($4::bigint[]) as w (id) where w.id between first_series and last_series)`;
  const named = columns === 'body' ? '1::smallint as kind, 0::bigint as series_id, body' : columns;
  return `(select ${named}, first_at as first, 0::bigint as second from packs where ${where})
    union all (select ${named}, first_at as first, id as second from fragments where ${where})`;
};
