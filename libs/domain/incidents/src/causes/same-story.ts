import type { Cause } from '@cloudops/contracts';

/** Whether two rankings name the same suspects in the same order for the same kinds of reasons; scores may differ. */
export const sameStory = (one: readonly Cause[], other: readonly Cause[]): boolean => told(one) === told(other);

const told = (causes: readonly Cause[]): string =>
  causes
    .map(({ anomalyId, evidence }) => [anomalyId, ...evidence.map((e) => (e.type === 'changed' ? `${e.type} ${e.what}` : e.type))].join())
    .join('\n');
