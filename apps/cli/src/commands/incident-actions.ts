import { ActOnIncident, type IncidentAction, type ResponseData } from '@cloudops/contracts';
import { CliError, EXIT } from '../cli-error.ts';
import { plain } from '../terminal.ts';
import { type Session, show } from './command.ts';
import { seenIncident } from './seen-incident.ts';

const PATHS: Record<IncidentAction['type'], string> = {
  acknowledge: 'acknowledge',
  assign: 'assign',
  snooze: 'snooze',
  'hand-over': 'hand-over',
  comment: 'comments',
};

/** `cloudops incidents ack|assign|snooze|handover|comment ID`. */
export async function act(session: Session, id: string, { type, ...body }: IncidentAction): Promise<void> {
  const { path, headers } = await seenIncident(session, id);
  show(session, await session.api.post(`${path}/${PATHS[type]}`, body, ActOnIncident.response, headers), describe);
}

function describe({ incident, changed, reason }: ResponseData<typeof ActOnIncident>): string {
  return `${incident.id}: ${plain(reason)}${changed ? '' : '; nothing changed'}`;
}

const UNITS: Record<string, number> = { m: 60_000, h: 3_600_000, d: 86_400_000 };

/** The instant that a person means by `30m`, `2h`, `1d` from now, or by an ISO instant. @throws CliError when it is neither. */
export function instantOf(text: string, now: Date): string {
  const [, count, unit] = /^(\d+)([mhd])$/.exec(text) ?? [];
  if (count !== undefined && unit !== undefined) return new Date(now.getTime() + Number(count) * UNITS[unit]!).toISOString();
  const at = Date.parse(text);
  if (Number.isNaN(at)) throw new CliError(`${text} is no time: write 30m, 2h, 1d or 2026-01-15T12:00:00Z`, EXIT.usage);
  return new Date(at).toISOString();
}
