import type { Incident } from '@cloudops/contracts';
import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { type ActionAsked, type ActionTaken, IncidentActions } from '../domain/incident-actions.ts';
import { AskedChanges } from './asked-changes.ts';
import { IncidentRows } from './incident-rows.ts';
import { known, refuseStale } from './refuse-stale.ts';

@Injectable()
export class PostgresIncidentActions extends IncidentActions {
  constructor(
    private readonly changes: AskedChanges,
    private readonly incidents: IncidentRows,
  ) {
    super();
  }

  take(asked: ActionAsked, at: Date): Promise<ActionTaken> {
    return this.changes.once(asked, async (manager) => {
      const { id } = await this.locked(manager, asked);
      const command = { type: 'person-acts', action: asked.action, by: asked.actor.id, at: at.toISOString() } as const;
      const { incident, changed, reason } = await this.incidents.apply(manager, id, command);
      return { incident: incident!, changed, reason };
    });
  }

  private async locked(manager: EntityManager, { id, version }: Pick<ActionAsked, 'id' | 'version'>): Promise<Incident> {
    const incident = refuseStale(known(await this.incidents.byId(manager, id), id), version);
    // whoever saw that it was merged speaks to the one that took over, whose version they did not see
    return incident.mergedInto ? this.locked(manager, { id: incident.mergedInto, version: undefined }) : incident;
  }
}
