import { DomainError, type EntityRef } from '@cloudops/contracts';
import { knownEntities } from '../../entities/known-entities.ts';
import { matchEntity } from '../../entities/match-entity.ts';
import type { Toolbox, Used } from '../../tools/toolbox.ts';
import type { Intent } from '../grammar/intent.ts';

/** Writes the sentences that answer one intent, from tool results alone. */
export type Reply = (intent: Intent, tools: Toolbox) => Promise<string>;

/** The mark that ties a sentence to its evidence. */
export const cite = (used: Pick<Used<unknown>, 'evidence'>): string => `[${used.evidence.id}]`;

export const bullets = (lines: readonly string[]): string => lines.map((line) => `- ${line}`).join('\n');

/**
 * The entity that the question names, `undefined` when it names none.
 * @throws DomainError `not-found` with the names that are known, when nothing comes close
 */
export async function meantEntity(intent: Intent, tools: Toolbox): Promise<EntityRef | undefined> {
  if (intent.mention === undefined) return undefined;
  const known = await knownEntities(tools.facts, tools.signal);
  const meant = matchEntity(intent.mention, known);
  if (meant !== undefined) return meant;
  const names = [...new Set(known.map((e) => e.id))].slice(0, 8);
  const offer = names.length === 0 ? 'No host, service or workload has reported yet.' : `I know: ${names.join(', ')}.`;
  throw new DomainError('not-found', 'entity-unknown', `I know nothing called "${intent.mention}". ${offer}`);
}
