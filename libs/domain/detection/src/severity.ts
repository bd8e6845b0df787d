import { Severity, severityRank } from '@cloudops/contracts';
import { formatQuantity } from './format-quantity.ts';
import type { SignalProfile } from './signal-profile.ts';

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
  return Severity.options[Math.min(rank, severityRank(profile.maxSeverity))]!;
}

/** Why an excursion has the severity that it has, in words. @param severity of `severityOf`, or one that it had at a worse time. */
export function severityReason(severity: Severity, score: number, value: number, side: 1 | -1, profile: SignalProfile): string {
  if (isHarmless(profile, side)) return `${severity}: to this side it does no harm`;
  const rank = severityRank(severity);
  if (rank === 0 && profile.impact !== undefined && (value - profile.impact) * side < 0)
    return `${severity}: ${profile.title} does harm only ${side === 1 ? 'above' : 'below'} ${formatQuantity(profile.impact, profile.unit)}`;
  const far = `${Number(score.toPrecision(2))} times as far from what was expected as its band is wide to that side`;
  const steps = STEPS.map((step, i) => `${Severity.options[i + 1]} from ${step}`).join(', ');
  const capped = severity === profile.maxSeverity && STEPS.filter((step) => score >= step).length > rank;
  return capped ? `${severity}, the most that is said of ${profile.title}: ${far}` : `${severity}: ${far}; ${steps}`;
}
