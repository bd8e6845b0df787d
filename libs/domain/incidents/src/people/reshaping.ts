import { DomainError, type Incident } from '@cloudops/contracts';

/** Who merges or splits, why and when; `at` is an ISO instant. */
export interface Reshaping {
  readonly by: string;
  readonly reason: string;
  readonly at: string;
}

/** What an incident is called where another one's timeline speaks of it. */
export const named = ({ id, title }: Pick<Incident, 'id' | 'title'>): string => `"${title}" (${id})`;

/** @throws DomainError `conflict` naming `field` when an incident is over, by itself or merged into another one. */
export function refuseUnlessOpen({ id, state, mergedInto }: Incident, field: string): void {
  if (mergedInto) {
    throw new DomainError('conflict', 'incident-merged', `Incident ${id} was merged into ${mergedInto} already: use that one`, { field });
  }
  if (state !== 'open') throw new DomainError('conflict', 'incident-resolved', `Incident ${id} is over`, { field });
}
