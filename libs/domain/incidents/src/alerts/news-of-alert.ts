import { createHash } from 'node:crypto';
import type { Alert } from '@cloudops/contracts';

/** One firing of one alert. */
export const alertId = (fingerprint: string, startsAt: string): string =>
  createHash('sha256').update(`alert|${fingerprint}|${startsAt}`).digest('hex').slice(0, 32);

export interface AlertNews {
  /** `older`: about a firing that a later one has replaced, or late news of one that is over. */
  readonly verdict: 'fired' | 'resolved' | 'repeated' | 'older';
  /** The firing that is over by this. */
  readonly over?: Alert;
}

/** What a delivery says beyond what is known of that alert; `known` is its latest firing. Deliveries repeat, overtake each other and get lost. */
export function newsOfAlert(known: Alert | undefined, told: Alert): AlertNews {
  if (!known) return told.state === 'resolved' ? { verdict: 'resolved', over: told } : { verdict: 'fired' };
  if (told.startsAt < known.startsAt) return { verdict: 'older' };
  if (told.startsAt > known.startsAt) {
    if (told.state === 'firing') return { verdict: 'fired' };
    // its beginning was never heard of, nor the end of the firing before
    return { verdict: 'resolved', over: known.state === 'firing' ? { ...known, state: 'resolved', endsAt: told.endsAt } : told };
  }
  if (known.state === 'resolved') return { verdict: told.state === 'resolved' ? 'repeated' : 'older' };
  return told.state === 'resolved' ? { verdict: 'resolved', over: told } : { verdict: 'repeated' };
}
