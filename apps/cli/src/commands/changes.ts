import { ListChanges, RecordChange } from '@cloudops/contracts';
import { CliError, EXIT } from '../cli-error.ts';
import { plain, table } from '../terminal.ts';
import { type Session, show } from './command.ts';

const PATH = '/api/v1/changes';

export interface ChangeOptions {
  readonly kind: string;
  readonly id?: string;
  readonly time?: string;
  readonly link?: string;
  readonly source: string;
}

/** `cloudops changes add KIND/ID TITLE`: tells what was changed, so that the next incident can be held against it. */
export async function addChange(session: Session, entity: string, title: string, options: ChangeOptions): Promise<void> {
  const body = { ...options, title, entity: entityOf(entity) };
  show(session, await session.api.post(PATH, body, RecordChange.response), ({ change, recorded }) =>
    recorded ? `Recorded as ${change.id}.` : `${plain(change.id)} was recorded before; it stays as it was.`,
  );
}

/** `cloudops changes list` */
export async function listChanges(session: Session, query: { entity?: string; limit?: string }): Promise<void> {
  const { entity, limit } = query;
  const of = entity === undefined ? {} : entityOf(entity);
  show(session, await session.api.get(PATH, ListChanges.response, { ...of, limit }), ({ changes }) =>
    changes.length === 0
      ? 'No changes.'
      : table(changes.map((c) => [c.at, c.kind, `${c.entity.kind}/${c.entity.id}`, plain(c.title), plain(c.source)])),
  );
}

/** `service/web`; the id may hold further slashes. */
function entityOf(text: string): { kind: string; id: string } {
  const slash = text.indexOf('/');
  if (slash < 1) throw new CliError(`${text} names no entity: write its kind and id, e.g. service/web`, EXIT.usage);
  return { kind: text.slice(0, slash), id: text.slice(slash + 1) };
}
