import { createHash } from 'node:crypto';

/** Same anomaly or alert first, same incident: a replay opens it under the id that it had. */
export const incidentId = (first: { readonly id: string }): string =>
  createHash('sha256').update(`incident|${first.id}`).digest('hex').slice(0, 32);
