import { decideMerge, decideSplit } from '@cloudops/domain-incidents';
import { Injectable } from '@nestjs/common';
import { type MergeAsked, type Merged, IncidentShapes, type SplitAsked, type SplitOff } from '../domain/incident-shapes.ts';
import { AskedChanges } from './asked-changes.ts';
import { IncidentLocks } from './incident-locks.ts';
import { IncidentRows } from './incident-rows.ts';
import { known, refuseStale } from './refuse-stale.ts';

@Injectable()
export class PostgresIncidentShapes extends IncidentShapes {
  constructor(
    private readonly changes: AskedChanges,
    private readonly locks: IncidentLocks,
    private readonly incidents: IncidentRows,
  ) {
    super();
  }

  merge(asked: MergeAsked, at: Date): Promise<Merged> {
    const { id, version, actor, merge } = asked;
    return this.locks.retry(() =>
      this.changes.once(asked, async (manager) => {
        const locked = await this.locks.take(manager, [id, merge.into]);
        const source = refuseStale(known(locked.get(id), id), version);
        const target = known(locked.get(merge.into), merge.into, 'into');
        const verdict = decideMerge({ source, target, by: actor.id, reason: merge.reason, at: at.toISOString() });
        // what is over first: for whoever follows the events no anomaly is in two incidents
        const merged = await this.incidents.follow(manager, source, verdict.source);
        const incident = await this.incidents.follow(manager, target, verdict.target);
        return { incident, merged, reason: verdict.reason };
      }),
    );
  }

  split(asked: SplitAsked, at: Date): Promise<SplitOff> {
    const { id, version, actor, split } = asked;
    return this.locks.retry(() =>
      this.changes.once(asked, async (manager) => {
        const before = refuseStale(known((await this.locks.take(manager, [id])).get(id), id), version);
        const verdict = decideSplit({ ...split, incident: before, by: actor.id, at: at.toISOString() });
        const incident = await this.incidents.follow(manager, before, [verdict.incident]);
        const opened = await this.incidents.follow(manager, undefined, [verdict.opened]);
        return { incident, split: opened, reason: verdict.reason };
      }),
    );
  }
}
