import { bitsOf, lowerBound, type Samples } from './samples.ts';

export type RefusalReason =
  'too-old' | 'in-future' | 'out-of-order' | 'conflicting-value' | 'foreign-source' | 'series-limit' | 'metric-series-limit';
export const REFUSAL_REASONS: readonly RefusalReason[] = [
  'too-old',
  'in-future',
  'out-of-order',
  'conflicting-value',
  'foreign-source',
  'series-limit',
  'metric-series-limit',
];

export interface AdmissionWindow {
  /** Receiver's clock, ms. */
  readonly now: number;
  /** How far a sample may run ahead of the clock, ms. */
  readonly futureMs: number;
  /** Oldest sample that history would keep, ms before now. */
  readonly retentionMs: number;
  /** How far a sample may lie behind the newest of its series, ms. */
  readonly outOfOrderMs: number;
}

/** `late` samples may be repetitions: compare them with what is stored (`judgeRepeated`). */
export type SampleVerdict = 'accepted' | 'late' | 'too-old' | 'in-future' | 'out-of-order';

export function judgeSample(time: number, lastAt: number, window: AdmissionWindow): SampleVerdict {
  if (time > window.now + window.futureMs) return 'in-future';
  if (time < window.now - window.retentionMs) return 'too-old';
  if (time > lastAt) return 'accepted';
  return time < lastAt - window.outOfOrderMs ? 'out-of-order' : 'late';
}

/** A late sample against the stored ones (ascending): same bits at its time are a harmless repetition, others a conflict. */
export function judgeRepeated(time: number, low: number, high: number, stored: Samples): 'accepted' | 'duplicate' | 'conflicting-value' {
  const at = lowerBound(stored.times, time);
  if (stored.times[at] !== time) return 'accepted';
  const bits = bitsOf(stored.values);
  return bits[2 * at] === low && bits[2 * at + 1] === high ? 'duplicate' : 'conflicting-value';
}
