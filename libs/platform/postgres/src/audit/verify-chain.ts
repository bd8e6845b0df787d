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
 * Rows cut off at the end leave no trace inside the table: pass the `anchor`, a head that was kept elsewhere, to find that too.
 */
export async function verifyChain(rows: AsyncIterable<AuditRow> | Iterable<AuditRow>, anchor: AuditHead = GENESIS): Promise<ChainVerdict> {
  let head = GENESIS;
  for await (const row of rows) {
    const follows = row.position === head.position + 1 && row.hash === hashOf(head.hash, row);
    const agrees = row.position !== anchor.position || row.hash === anchor.hash;
    if (!follows || !agrees) return { intact: false, brokenAt: head.position + 1, head };
    head = { position: row.position, hash: row.hash };
  }
  if (head.position < anchor.position) return { intact: false, brokenAt: head.position + 1, head };
  return { intact: true, brokenAt: null, head };
}
