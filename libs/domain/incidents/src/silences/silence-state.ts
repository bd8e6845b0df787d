import { isWithin, type Silence, type SilenceState } from '@cloudops/contracts';

/** Whether a silence holds at a time, will hold again, or is over. A weekly one is pending between its hours. @param time ms. */
export function silenceState({ startsAt, endsAt, weekly }: Pick<Silence, 'startsAt' | 'endsAt' | 'weekly'>, time: number): SilenceState {
  if (endsAt !== null && time >= Date.parse(endsAt)) return 'expired';
  if (time < Date.parse(startsAt)) return 'pending';
  return weekly === null || isWithin(weekly, time) ? 'active' : 'pending';
}
