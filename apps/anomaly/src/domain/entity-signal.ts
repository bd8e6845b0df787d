import type { SignalColumn, WatchedView } from '@cloudops/domain-detection';
import type { LiveEntity } from './live-entity.ts';

/** All views of one entity that are one signal of it. */
export class EntitySignal {
  /** Its place in the entity's rows; -1 while it is not one of them. */
  index = -1;
  readonly views = new Map<string, WatchedView>();

  constructor(
    readonly entity: LiveEntity,
    readonly column: SignalColumn,
  ) {}

  /** The view with the least key: the same one in whatever order they were known. */
  get representative(): WatchedView | undefined {
    let least: WatchedView | undefined;
    for (const view of this.views.values()) if (least === undefined || view.key < least.key) least = view;
    return least;
  }
}
