import type { CauseEvidence } from '@cloudops/contracts';

/** One piece of evidence in a few words. */
export function describeEvidence(evidence: CauseEvidence): string {
  switch (evidence.type) {
    case 'left-band':
      return `${evidence.lateMs === 0 ? 'first to leave its band' : `left its band ${seconds(evidence.lateMs)} after the first`}, ${evidence.timesNormal.toFixed(1)} times as far out as is normal`;
    case 'alert-fired':
      return evidence.lateMs === 0 ? 'fired first' : `fired ${seconds(evidence.lateMs)} after the first sign`;
    case 'lost':
      return `${evidence.metric} was ${short(evidence.worst)} where ${short(evidence.usual)} is usual, since ${evidence.since}; ${percent(evidence.rarity)} of normal times are as bad`;
    case 'called-by':
      return `${percent(evidence.share)} of its blame came from ${evidence.caller}, which calls it`;
    case 'changed':
      return `changed ${seconds(evidence.beforeMs)} before: ${evidence.what}`;
  }
}

const seconds = (ms: number): string => `${(ms / 1000).toFixed(0)} s`;
const short = (value: number): string => String(Number(value.toPrecision(3)));
const percent = (share: number): string => `${Number((share * 100).toPrecision(2))} %`;
