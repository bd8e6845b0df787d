import type { AnomalyFeedback } from '@cloudops/contracts';
import { short } from './format.ts';

export const VERDICTS: Record<AnomalyFeedback['verdict'], string> = {
  ...{ right: 'rightly told', 'not-an-anomaly': 'not an anomaly', expected: 'expected weekly' },
};

/** How far a signal may go now without being told. */
export function toleranceText({ above, below, unusual }: AnomalyFeedback['tolerance']): string {
  const parts = [
    ...(above > 0 ? [`${short(above)} above what is expected`] : []),
    ...(below > 0 ? [`${short(below)} below what is expected`] : []),
    ...(unusual > 0 ? [`a course as rare as a score of ${short(unusual)}`] : []),
  ];
  return parts.length === 0 ? 'scored as ever' : `tolerated up to ${parts.join(' and ')}`;
}
