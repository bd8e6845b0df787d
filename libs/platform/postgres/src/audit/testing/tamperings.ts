import { type AuditRow, GENESIS, link } from '../audit-row.ts';

/** A whole number from 0 to below `n`. */
type Pick = (n: number) => number;
type Tampering = readonly [name: string, of: (rows: readonly AuditRow[], pick: Pick) => AuditRow[]];

/** The chain as somebody who knows how it is made would write it anew from `at` on. */
function relinked(rows: readonly AuditRow[], at: number): AuditRow[] {
  const kept = rows.slice(0, at);
  for (const { at: when, actor, action, subject, detail } of rows.slice(at))
    kept.push(link(kept.at(-1) ?? GENESIS, { actor, action, subject, detail }, new Date(when)));
  return kept;
}
const renumbered = (rows: readonly AuditRow[]): AuditRow[] => rows.map((row, i) => ({ ...row, position: i + 1 }));
const other = (row: AuditRow, pick: Pick): AuditRow => {
  const edits = [
    { actor: `${row.actor}!` },
    { action: 'remediation.approved' },
    { subject: `${row.subject}0` },
    { detail: { ...row.detail, forged: true } },
    { at: new Date(Date.parse(row.at) + 1).toISOString() },
    { hash: 'f'.repeat(64) },
  ];
  return { ...row, ...edits[pick(edits.length)] };
};

/** What somebody with every right on the database may do to the table, with and without knowing how rows are linked. */
export const TAMPERINGS: readonly Tampering[] = [
  ['edit somewhere', (rows, pick) => ((i) => rows.with(i, other(rows[i]!, pick)))(pick(rows.length))],
  ['edit and write anew', (rows, pick) => ((i) => relinked(rows.with(i, { ...rows[i]!, actor: 'nobody' }), i))(pick(rows.length))],
  ['delete one', (rows, pick) => rows.toSpliced(pick(rows.length), 1)],
  ['delete one and renumber', (rows, pick) => renumbered(rows.toSpliced(pick(rows.length - 1), 1))],
  ['delete one and write anew', (rows, pick) => ((i) => relinked(rows.toSpliced(i, 1), i))(pick(rows.length))],
  ['delete some', (rows, pick) => ((i) => rows.toSpliced(i, 1 + pick(rows.length - i)))(pick(rows.length))],
  ['cut off the end', (rows, pick) => rows.slice(0, pick(rows.length))],
  ['delete all', () => []],
  ['swap two', (rows, pick) => ((i) => renumbered(rows.with(i, rows[i + 1]!).with(i + 1, rows[i]!)))(pick(rows.length - 1))],
  [
    'swap two and write anew',
    (rows, pick) => ((i) => relinked(rows.with(i, rows[i + 1]!).with(i + 1, rows[i]!), i))(pick(rows.length - 1)),
  ],
  [
    'put one in and write anew',
    (rows, pick) => ((i) => relinked(rows.toSpliced(i, 0, { ...rows[i]!, subject: 'new' }), i))(pick(rows.length)),
  ],
  [
    'put one in and renumber',
    (rows, pick) => ((i) => renumbered(rows.toSpliced(i, 0, { ...rows[i]!, subject: 'new' })))(pick(rows.length)),
  ],
  [
    'write all anew',
    (rows) =>
      relinked(
        rows.map((row) => ({ ...row, actor: `${row.actor}!` })),
        0,
      ),
  ],
];
