import type { EntityRef, Labels } from '@cloudops/contracts';

/** Whom the labels of an alert, a query's result or a trace speak of: the entity of the series that carry them, so that all meet in one incident. */
export abstract class KnownEntities {
  /** What no series carries is named by the labels themselves. Answers also when the catalogue cannot be asked. */
  abstract of(labels: Labels): Promise<EntityRef>;
}
