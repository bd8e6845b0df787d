/**
 * The journal's share of history: rows of some partitions ($1) that no chunk holds yet and that touch a time range ($2 to $3), in
 * fold order. Part of one statement with the chunks, so that both are read from one snapshot.
 */
export const TAIL = `
  select j.body, j.seq, j.id
  from journal j join partitions p using (partition)
  where j.partition = any($1::smallint[]) and j.seq > p.folded_seq and j.max_time >= $2::bigint and j.min_time <= $3::bigint`;
