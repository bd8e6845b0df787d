import { type EntityRef, GetTopology } from '@cloudops/contracts';
import { plain, table } from '../terminal.ts';
import { type Session, show } from './command.ts';

/** `cloudops topology` */
export async function topology(session: Session, query: { limit?: string }): Promise<void> {
  const name = ({ kind, id }: EntityRef): string => plain(`${kind}/${id}`);
  show(session, await session.api.get('/api/v1/topology', GetTopology.response, query), ({ edges }) =>
    edges.length === 0
      ? 'Nothing is known of who depends on whom.'
      : table(edges.map((e) => [name(e.from), e.relation, name(e.to), e.source, e.lastSeen])),
  );
}
