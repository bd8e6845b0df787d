import type { CauseEvidence } from '@cloudops/contracts';
import { attributeBlame, type Blame } from './attribute-blame.ts';
import type { Call } from './call.ts';
import type { EntityWindow } from './entity-window.ts';
import type { Loss } from './measure-loss.ts';
import { measureLosses } from './measure-losses.ts';

/** Where and in which metric something showed, and everything that was measured around that time. */
export interface Symptom {
  readonly entity: string;
  readonly metric: string;
  /** Begin of each interval, ms since the epoch. */
  readonly times: readonly number[];
  /** At most one of an entity and a metric. */
  readonly windows: readonly EntityWindow[];
  readonly calls: readonly Call[];
}

export interface RootCause {
  readonly rank: number;
  readonly entity: string;
  /** Of what the symptom lost, 0 to 1; 0 for what lost something too but is not called from there. */
  readonly share: number;
  readonly evidence: readonly CauseEvidence[];
}

/**
 * Entities that may have caused a symptom, likeliest first: the symptom's own metric is followed down the calls; another one only where that
 * one says nothing. Entities that lost nothing are not named; the symptom's entity alone is when nobody lost anything.
 */
export function rankRootCauses(symptom: Symptom): RootCause[] {
  const others = [...new Set(symptom.windows.map((w) => w.metric))].filter((m) => m !== symptom.metric).sort();
  const trails = [symptom.metric, ...others].map((metric) => trailOf(symptom, metric));
  const trail = trails.find((t) => t.some(isReached)) ?? trails.find((t) => t.length > 0);
  if (!trail) return [{ rank: 1, entity: symptom.entity, share: 1, evidence: [] }];
  return trail
    .sort((a, b) => share(b) - share(a) || b.loss.amount - a.loss.amount || (a.loss.entity < b.loss.entity ? -1 : 1))
    .map((suspect, i) => ({
      rank: i + 1,
      entity: suspect.loss.entity,
      share: share(suspect),
      evidence: evidenceOf(suspect, symptom.times),
    }));
}

interface Suspect {
  readonly loss: Loss;
  readonly blame: Blame | undefined;
}
const share = ({ blame }: Suspect): number => blame?.share ?? 0;
const isReached = (suspect: Suspect): boolean => share(suspect) > 0;

/** Everybody that lost something in one metric, with the blame that came there. */
function trailOf({ entity, windows, calls }: Symptom, metric: string): Suspect[] {
  const losses = measureLosses(
    windows.filter((w) => w.metric === metric),
    entity,
  );
  const blames = attributeBlame(entity, new Map(losses.map((loss) => [loss.entity, loss.amount])), calls);
  return losses.filter((loss) => loss.amount > 0).map((loss) => ({ loss, blame: blames.get(loss.entity) }));
}

function evidenceOf({ loss, blame }: Suspect, times: readonly number[]): CauseEvidence[] {
  const { entity, metric, amount, usual, worst, rarity, first } = loss;
  const lost: CauseEvidence = { type: 'lost', metric, since: new Date(times[first]!).toISOString(), amount, usual, worst, rarity };
  return blame?.from ? [lost, { type: 'called-by', ...blame.from, callee: entity }] : [lost];
}
