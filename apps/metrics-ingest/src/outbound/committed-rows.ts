import type { SequencedRow } from '@cloudops/domain-series';

/**
 * Journal rows that this process has just committed, so that publishing and folding them need not ask Postgres for them again. Postgres
 * stays the truth: rows of other processes, or of before a restart, or too many bytes ago, are simply not here.
 */
export class CommittedRows {
  /** Of each partition, by seq. */
  private readonly rows = new Map<number, SequencedRow[]>();
  private readonly last = new Map<number, bigint>();
  private held = 0;

  /** @param maxBytes of bodies in all partitions; the oldest go first. */
  constructor(private readonly maxBytes: number) {}

  get bytes(): number {
    return this.held;
  }

  /** Takes a row after its commit; rows of a partition must come in order. */
  keep(partition: number, row: SequencedRow): void {
    const rows = this.rows.get(partition) ?? [];
    this.rows.set(partition, rows);
    this.last.set(partition, row.seq);
    rows.push(row);
    this.held += row.body.length;
    while (this.held > this.maxBytes && rows.length > 0) this.held -= rows.shift()!.body.length;
  }

  /** Highest seq that was ever kept, 0 for none. */
  newest(partition: number): bigint {
    return this.last.get(partition) ?? 0n;
  }

  /** Rows from `seq + 1` on without a gap, until they hold about so many samples; none when the first of them is not here. */
  after(partition: number, seq: bigint, samples: number): SequencedRow[] {
    const rows = this.rows.get(partition) ?? [];
    const start = firstAfter(rows, seq);
    let end = start;
    for (let left = samples; end < rows.length && left > 0 && rows[end]!.seq === seq + BigInt(end - start + 1); end++) {
      left -= rows[end]!.samples;
    }
    return rows.slice(start, end);
  }

  /** Nobody will ask for rows up to `seq` again. */
  release(partition: number, seq: bigint): void {
    const rows = this.rows.get(partition) ?? [];
    for (const { body } of rows.splice(0, firstAfter(rows, seq))) this.held -= body.length;
  }
}

/** Place of the first row behind `seq`. */
function firstAfter(rows: readonly SequencedRow[], seq: bigint): number {
  let low = 0;
  let high = rows.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (rows[middle]!.seq <= seq) low = middle + 1;
    else high = middle;
  }
  return low;
}
