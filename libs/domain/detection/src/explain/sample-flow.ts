import type { Point, SampleFlow } from '@cloudops/contracts';
import { usualGap } from './covered-ms.ts';
import { lengthOf } from './length-of.ts';

/** So many usual gaps without a sample are a silence, and so many equal values in a row may be a stuck sensor ... */
const SILENT_GAPS = 5;
const STUCK_POINTS = 10;
/** ... if before at most one step in so many changed nothing. */
const USUALLY_CHANGES = 0.9;
const SHORTEST_SILENCE_MS = 10_000;

/** The other views of the same entity, and how many of them still have samples. */
export interface Neighbours {
  readonly all: number;
  readonly arriving: number;
}

/** Whether samples of a view still come and still change. @param points the latest, in order. @param now ms. */
export function sampleFlow(points: readonly Point[], now: number, neighbours: Neighbours): SampleFlow {
  const last = points.at(-1);
  if (!last) return { state: 'silent', since: null, text: `no sample is known of it any more; ${tell(neighbours)}` };
  const gap = usualGap(points.map(([time]) => time));
  const quiet = now - last[0];
  if (quiet > Math.max(SHORTEST_SILENCE_MS, SILENT_GAPS * gap)) {
    const since = new Date(last[0]).toISOString();
    return { state: 'silent', since, text: `no sample for ${lengthOf(quiet)}, since ${since}; ${tell(neighbours)}` };
  }
  const start = stuckFrom(points);
  if (start === undefined) return { state: 'arriving', since: null, text: 'samples arrive' };
  const since = new Date(points[start]![0]).toISOString();
  const text = `its value has not changed for ${lengthOf(last[0] - points[start]![0])}, since ${since}, although it used to change with almost every sample`;
  return { state: 'stuck', since, text };
}

/** Where the run of equal values begins that the points end with; undefined when that is nothing special for them. */
function stuckFrom(points: readonly Point[]): number | undefined {
  let start = points.length - 1;
  while (start > 0 && points[start - 1]![1] === points[start]![1]) start--;
  if (points.length - start < STUCK_POINTS || start < STUCK_POINTS) return undefined;
  let changes = 0;
  for (let i = 1; i <= start; i++) if (points[i]![1] !== points[i - 1]![1]) changes++;
  return changes >= USUALLY_CHANGES * start ? start : undefined;
}

function tell({ all, arriving }: Neighbours): string {
  if (all === 0) return 'nothing else is watched of this entity';
  if (arriving === 0) return 'nothing else of this entity arrives either: it, or the way from it, is down';
  return `${arriving === all ? 'all' : `${arriving} of`} ${all} other signals of this entity still arrive`;
}
