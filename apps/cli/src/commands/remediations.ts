import { ApproveRemediation, GetRemediation, ListRemediations, type Remediation } from '@cloudops/contracts';
import { CliError, EXIT } from '../cli-error.ts';
import { plain, table } from '../terminal.ts';
import { type Session, show } from './command.ts';

/** `cloudops remediations` */
export async function remediations(session: Session, query: { state?: string; limit?: string }): Promise<void> {
  show(session, await session.api.get('/api/v1/remediations', ListRemediations.response, query), ({ remediations: list }) =>
    list.length === 0
      ? 'No remediations.'
      : table(list.map((r) => [r.id, r.state, r.action.kind, r.action.target, r.proposedAt, plain(r.reason)])),
  );
}

/**
 * `cloudops approve|refuse ID`: shows what would be done, asks, and decides about exactly that: the hash of the action that was shown
 * goes along, so an action that has changed since is not approved by accident.
 */
export async function decide(
  session: Session,
  verdict: 'approve' | 'refuse',
  id: string,
  options: { reason?: string; yes?: boolean },
): Promise<void> {
  const { api, terminal, json } = session;
  const path = `/api/v1/remediations/${encodeURIComponent(id)}`;
  const { remediation } = await api.get(path, GetRemediation.response);
  if (!json) terminal.out(`${describe(remediation)}\n`);
  if (options.yes !== true) {
    if (!terminal.interactive) throw new CliError(`Nobody is here to confirm: give --yes to ${verdict} without being asked`, EXIT.usage);
    const answer = await terminal.ask(`${verdict === 'approve' ? 'Approve' : 'Refuse'} this? [y/N] `);
    if (!/^y(es)?$/i.test(answer.trim())) throw new CliError('Nothing was decided.');
  }
  const body = { actionHash: remediation.actionHash, reason: options.reason ?? '' };
  const decided = await api.post(`${path}/${verdict}`, body, ApproveRemediation.response);
  show(session, decided, ({ remediation: r }) => `${r.id} is ${r.state}: ${plain(r.reason)}`);
}

function describe(r: Remediation): string {
  return table([
    ['Remediation', `${r.id} (${r.state})`],
    ['Incident', r.incidentId],
    ['Will do', plain(r.plan)],
    ['Target', `${r.target.environment}/${r.target.kind}/${r.target.id}`],
    ['Runbook', `${plain(r.runbook.id)} version ${plain(r.runbook.version)}`],
    ['Policy', `${r.policy.rule}: ${plain(r.policy.reason)}`],
    ['Expires', r.expiresAt],
    ['Action hash', r.actionHash],
  ]);
}
