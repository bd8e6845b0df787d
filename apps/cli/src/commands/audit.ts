import { ListAudit, type ResponseData } from '@cloudops/contracts';
import { writeFileSync } from 'node:fs';
import { CliError } from '../cli-error.ts';
import { plain, table } from '../terminal.ts';
import { type Session, show } from './command.ts';

export type AuditOf = 'remediation' | 'gateway';
type Answer = ResponseData<typeof ListAudit>;

const PAGE = '500';

const page = ({ api }: Session, chain: AuditOf, query: Readonly<Record<string, string | undefined>>): Promise<Answer> =>
  api.get('/api/v1/audit', ListAudit.response, { chain, ...query });

/** `cloudops audit list` */
export async function listAudit(
  session: Session,
  chain: AuditOf,
  query: { after?: string; limit?: string; remediation?: string },
): Promise<void> {
  const { after: afterPosition, limit, remediation: remediationId } = query;
  show(session, await page(session, chain, { afterPosition, limit, remediationId }), ({ rows }) =>
    rows.length === 0
      ? 'Nothing was written down.'
      : table(rows.map((r) => [String(r.position), r.at, plain(r.actor), plain(r.action), plain(r.subject), plain(reasonOf(r.detail))])),
  );
}

/** `cloudops audit verify`. @throws CliError when the chain does not hold, so that scripts notice. */
export async function verifyAudit(session: Session, chain: AuditOf): Promise<void> {
  const answer = await page(session, chain, { limit: '1' });
  const { intact, brokenAt, anchoredTo } = answer;
  show(session, { chain, intact, brokenAt, anchoredTo }, () =>
    intact
      ? `The audit of ${chain} holds${anchoredTo === null ? '; its head is not kept outside of the database (AUDIT_ANCHOR_FILE), so that a cut-off end would not be seen' : `, and agrees with the heads that were kept outside of the database, up to row ${anchoredTo}`}.`
      : `The audit of ${chain} does not hold from row ${brokenAt} on.`,
  );
  if (!intact)
    throw new CliError(
      `Rows from ${brokenAt} on were edited, removed, put in or cut off after they were written. Rows before it are as they were. Compare with an export or a backup.`,
    );
}

/** `cloudops audit export`: one row of JSON a line, as they are linked. */
export async function exportAudit(session: Session, chain: AuditOf, { output }: { output: string }): Promise<void> {
  const lines: string[] = [];
  for (let after = 0; ;) {
    const { rows } = await page(session, chain, { afterPosition: String(after), limit: PAGE });
    lines.push(...rows.map((row) => `${JSON.stringify(row)}\n`));
    if (rows.length < Number(PAGE)) break;
    after = rows.at(-1)!.position;
  }
  writeFileSync(output, lines.join(''), { mode: 0o600 });
  show(session, { chain, rows: lines.length, output }, ({ rows }) => `${rows} rows of ${chain} are in ${output}`);
}

const reasonOf = ({ reason }: Readonly<Record<string, unknown>>): string => (typeof reason === 'string' ? reason : '');
