import type { Severity } from '@cloudops/contracts';
import type { SignalProfile } from './signal-profile.ts';

export const SEVERITIES: readonly Severity[] = ['low', 'medium', 'high', 'critical'];
export const severityRank = (s: Severity): number => SEVERITIES.indexOf(s);

/** Scores from which an excursion is medium, high and critical: so many times the half width of what is normal. */
const STEPS = [1.8, 3, 8];

/** Whether nobody minds when the signal leaves its band to that side. */
export const isHarmless = (profile: SignalProfile, side: 1 | -1): boolean =>
  profile.badSide !== 'both' && (profile.badSide === 'above') !== (side === 1);

/**
 * How bad an excursion is: how far outside of its own normal, capped by what is known of the signal.
 * Leaving the band to the harmless side, or below a known level of impact, is `low`.
 */
export function severityOf(score: number, value: number, side: 1 | -1, profile: SignalProfile): Severity {
  if (isHarmless(profile, side)) return 'low';
  if (profile.impact !== undefined && (value - profile.impact) * side < 0) return 'low';
  const rank = STEPS.filter((s) => score >= s).length;
  return SEVERITIES[Math.min(rank, severityRank(profile.maxSeverity))]!;
}
