import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { type AuditEntry, type AuditRow, GENESIS, link } from './audit-row.ts';
import { verifyChain } from './verify-chain.ts';

const entry: fc.Arbitrary<AuditEntry> = fc.record({
  actor: fc.string(),
  action: fc.string(),
  subject: fc.string(),
  detail: fc.dictionary(fc.string(), fc.jsonValue() as fc.Arbitrary<unknown>),
});
const chain = (minLength: number): fc.Arbitrary<AuditRow[]> =>
  fc.array(entry, { minLength, maxLength: 12 }).map((entries) => {
    let head = GENESIS;
    return entries.map((each, i) => (head = link(head, each, new Date(1_760_000_000_000 + i))));
  });
/** As the database gives it back: through JSON, so keys may come in another order. */
const stored = (row: AuditRow): AuditRow => JSON.parse(JSON.stringify(row)) as AuditRow;
const brokenAt = async (rows: AuditRow[]): Promise<number | null> => (await verifyChain(rows)).brokenAt;

describe('an audit chain', () => {
  it('holds as it was written', () =>
    fc.assert(
      fc.asyncProperty(chain(0), async (rows) => {
        const verdict = await verifyChain(rows.map(stored));
        expect(verdict).toEqual({
          intact: true,
          brokenAt: null,
          head: rows.length ? { position: rows.length, hash: rows.at(-1)!.hash } : GENESIS,
        });
      }),
    ));

  it('does not hold from a row on whose content was edited', () =>
    fc.assert(
      fc.asyncProperty(
        chain(1),
        fc.nat(),
        fc.constantFrom('actor', 'action', 'subject', 'at', 'detail', 'hash'),
        async (rows, n, field) => {
          const at = n % rows.length;
          const edits = { detail: { ...rows[at]!.detail, forged: true }, at: '2020-01-01T00:00:00.000Z', hash: 'f'.repeat(64) };
          const forged = rows.map((row, i) =>
            i === at ? { ...row, [field]: edits[field as keyof typeof edits] ?? `${String(row[field as 'actor'])}!` } : row,
          );
          expect(await brokenAt(forged)).toBe(at + 1);
        },
      ),
    ));

  it('does not hold where a row that is followed by others was deleted', () =>
    fc.assert(
      fc.asyncProperty(chain(2), fc.nat(), async (rows, n) => {
        const at = n % (rows.length - 1);
        expect(await brokenAt(rows.toSpliced(at, 1))).toBe(at + 1);
      }),
    ));

  it('does not hold when rows changed places, even if their positions were rewritten', () =>
    fc.assert(
      fc.asyncProperty(chain(2), fc.nat(), fc.boolean(), async (rows, n, renumber) => {
        const at = n % (rows.length - 1);
        const swapped = rows.with(at, rows[at + 1]!).with(at + 1, rows[at]!);
        const forged = renumber ? swapped.map((row, i) => ({ ...row, position: i + 1 })) : swapped;
        expect(await brokenAt(forged)).toBe(at + 1);
      }),
    ));

  it('does not hold where a row was slipped in, even one that links to what is before it', () =>
    fc.assert(
      fc.asyncProperty(chain(1), fc.nat(), entry, async (rows, n, extra) => {
        const at = n % rows.length;
        const slipped = link(at === 0 ? GENESIS : rows[at - 1]!, extra, new Date(0));
        const rest = rows.slice(at).map((row) => ({ ...row, position: row.position + 1 }));
        expect(await brokenAt([...rows.slice(0, at), slipped, ...rest])).toBe(at + 2);
      }),
    ));

  it('misses a cut-off end only without the anchor', () =>
    fc.assert(
      fc.asyncProperty(chain(1), fc.nat(), async (rows, n) => {
        const { position, hash } = rows.at(-1)!;
        const kept = rows.slice(0, n % rows.length);
        expect((await verifyChain(kept)).intact).toBe(true);
        expect(await verifyChain(kept, [{ position, hash }])).toMatchObject({ intact: false, brokenAt: kept.length + 1 });
      }),
    ));

  it('misses a chain that was written anew only without the anchor', () =>
    fc.assert(
      fc.asyncProperty(chain(1), async (rows) => {
        const { position, hash } = rows.at(-1)!;
        let head = GENESIS;
        const anew = rows.map((row) => (head = link(head, { ...row, actor: `${row.actor}!` }, new Date(row.at))));
        expect((await verifyChain(anew)).intact).toBe(true);
        expect((await verifyChain(anew, [{ position, hash }])).intact).toBe(false);
      }),
    ));
});
