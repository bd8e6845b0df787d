import { type Anomaly, entityKey, type Incident } from '@cloudops/contracts';
import { Injectable } from '@nestjs/common';
import { DataSource, type EntityManager } from 'typeorm';
import { Findings } from '../domain/findings.ts';
import type { Change } from '../domain/live-view.ts';
import { FindingsMetrics } from '../anomaly.metrics.ts';
import { AnomalyRows } from './anomaly-rows.ts';
import { IncidentRows } from './incident-rows.ts';

@Injectable()
export class PostgresFindings extends Findings {
  constructor(
    private readonly dataSource: DataSource,
    private readonly anomalies: AnomalyRows,
    private readonly incidents: IncidentRows,
    private readonly metrics: FindingsMetrics,
  ) {
    super();
  }

  async record(changes: readonly Change[]): Promise<void> {
    const detected: Anomaly[] = [];
    const opened: Incident[] = [];
    await this.dataSource.transaction(async (manager) => {
      for (const change of changes) {
        const incident = await this.recordOne(manager, change, detected);
        if (incident) opened.push(incident);
      }
    });
    this.metrics.recorded({ detected, opened });
  }

  async closeQuiet(now: Date, quietMs: number): Promise<number> {
    const due: { id: string }[] = await this.dataSource.query(
      `select id from incidents where state = 'open' and ((doc ->> 'snoozedUntil')::timestamptz <= $1 or (not exists
       (select 1 from jsonb_array_elements(doc -> 'anomalies') a where a ->> 'clearedAt' is null)
       and not doc -> 'alerts' @> '[{"state": "firing"}]'))`,
      [now],
    );
    for (const { id } of due) {
      await this.dataSource.transaction((manager) =>
        this.incidents.apply(manager, id, { type: 'time-passed', at: now.toISOString(), quietMs }),
      );
    }
    return due.length;
  }

  private async recordOne(manager: EntityManager, change: Change, detected: Anomaly[]): Promise<Incident | undefined> {
    const { transition } = change;
    const entity = entityKey(change.anomaly.entity);
    if (transition.type === 'cleared') {
      const anomaly = await this.anomalies.cleared(manager, change);
      const at = new Date(transition.at).toISOString();
      if (anomaly) await this.incidents.apply(manager, { entity, anomaly }, { type: 'anomaly-cleared', anomaly, at });
      return undefined;
    }
    const isNew = transition.type === 'detected';
    const anomaly = isNew ? (await this.anomalies.detected(manager, change)) && change.anomaly : await this.anomalies.grew(manager, change);
    if (!anomaly) return undefined;
    if (isNew) detected.push(anomaly);
    const { incident, opened } = await this.incidents.apply(
      manager,
      { entity, anomaly },
      {
        type: 'anomaly-observed',
        anomaly,
        sustained: transition.sustained,
        others: await this.anomalies.openOf(manager, entity),
        previous: await this.incidents.latestResolved(manager, entity),
        at: new Date(transition.at).toISOString(),
      },
    );
    return opened ? incident : undefined;
  }
}
