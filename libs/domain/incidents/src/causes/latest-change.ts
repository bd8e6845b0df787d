import { type Anomaly, type CauseEvidence, sameEntity } from '@cloudops/contracts';
import type { Change } from './surroundings.ts';

/** A change an hour before is no argument any more; its weight halves every ten minutes until then. */
const LONGEST_MS = 3_600_000;
const HALF_LIFE_MS = 600_000;

/** The last change of an anomaly's entity before its onset: up to twice the weight, and the evidence. */
export function latestChange(
  changes: readonly Change[],
  { entity, onsetAt }: Pick<Anomaly, 'entity' | 'onsetAt'>,
): { factor: number; evidence: CauseEvidence } | undefined {
  const before = ({ at }: Change): number => Date.parse(onsetAt) - Date.parse(at);
  const last = changes
    .filter((change) => sameEntity(change.entity, entity) && before(change) >= 0 && before(change) <= LONGEST_MS)
    .sort((a, b) => before(a) - before(b) || (a.what < b.what ? -1 : 1))[0];
  if (!last) return undefined;
  const beforeMs = before(last);
  return { factor: 1 + 0.5 ** (beforeMs / HALF_LIFE_MS), evidence: { type: 'changed', what: last.what, at: last.at, beforeMs } };
}
