import type { Anomaly, HowRare, Point } from '@cloudops/contracts';
import { lengthOf } from './length-of.ts';
import { coveredMs } from './covered-ms.ts';

/** Points as far out that are closer together than this belong to one event. */
const SAME_EVENT_MS = 30 * 60_000;
/** Of less than a day nothing can be said but what happened in it: not even one night was seen. */
const ENOUGH_MS = 86_400_000;

/**
 * How rare an excursion is by the samples of the same view before it: how often the value was as far out, over the time that they cover.
 * A course that is unusual, of one signal or of several together, has no level by which to count, so earlier ones that were told count instead.
 * @param before points of the view before the onset, in order. @param told onsets in ms of earlier anomalies of that kind, of the view or of the entity.
 */
export function howRare({ kind, value }: Pick<Anomaly, 'kind' | 'value'>, before: readonly Point[], told: readonly number[]): HowRare {
  const known = coveredMs(before.map(([time]) => time));
  const from = before[0]?.[0] ?? Infinity;
  const times =
    kind === 'unusual' || kind === 'together'
      ? told.filter((time) => time >= from).length
      : eventsBeyond(before, value, kind === 'above' ? 1 : -1);
  const enough = known >= ENOUGH_MS;
  return {
    knownSeconds: known / 1000,
    times,
    onceInSeconds: enough ? known / 1000 / Math.max(1, times) : null,
    text: inWords(kind, times, known, enough),
  };
}

function eventsBeyond(points: readonly Point[], limit: number, side: 1 | -1): number {
  let events = 0;
  let last = -Infinity;
  for (const [time, value] of points) {
    if (value === null || (value - limit) * side < 0) continue;
    if (time - last > SAME_EVENT_MS) events++;
    last = time;
  }
  return events;
}

const AS = { above: 'as high', below: 'as low', unusual: 'as unusual', together: 'unlike its past' } as const;

function inWords(kind: Anomaly['kind'], times: number, known: number, enough: boolean): string {
  if (known === 0) return 'nothing is known of the time before, so how rare this is cannot be told';
  const often = times === 0 ? `never before ${AS[kind]}` : `${AS[kind]} ${times === 1 ? 'once' : `${times} times`} before`;
  if (!enough) return `seen for only ${lengthOf(known)}, which is too short to tell how rare this is; ${often} in that time`;
  return times === 0
    ? `once in ${lengthOf(known)}: ${often} in all the time that is known`
    : `about once in ${lengthOf(known / times)}: ${often} in ${lengthOf(known)}`;
}
