import { type AuditHead, type AuditRow, GENESIS, hashOf } from './audit-row.ts';

export interface ChainVerdict {
  readonly intact: boolean;
  /** Position at which the chain first does not hold; null when it holds. */
  readonly brokenAt: number | null;
  /** Last row that holds. */
  readonly head: AuditHead;
}

/**
 * Follows the chain from its beginning through rows in order of position. Finds any edit, insertion, deletion, reorder or gap.
 * Rows cut off at the end, and a chain written anew, leave no trace inside the table: pass `anchors`, heads that were kept elsewhere,
 * to find that too.
 * @param from where `rows` go on; by default the beginning
 */
export async function verifyChain(
  rows: AsyncIterable<AuditRow> | Iterable<AuditRow>,
  anchors: readonly AuditHead[] = [],
  from: AuditHead = GENESIS,
): Promise<ChainVerdict> {
  const kept = new Map(anchors.map(({ position, hash }) => [position, hash]));
  const last = anchors.reduce((most, { position }) => Math.max(most, position), 0);
  // two heads of one position were kept: one of them is of another chain
  const torn = anchors.find(({ position, hash }) => kept.get(position) !== hash);
  let head = from;
  for await (const row of rows) {
    const follows = row.position === head.position + 1 && row.hash === hashOf(head.hash, row);
    const agrees = row.position !== torn?.position && (kept.get(row.position) ?? row.hash) === row.hash;
    if (!follows || !agrees) return { intact: false, brokenAt: head.position + 1, head };
    head = { position: row.position, hash: row.hash };
  }
  if (head.position < last) return { intact: false, brokenAt: head.position + 1, head };
  return { intact: true, brokenAt: null, head };
}
