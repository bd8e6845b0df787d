import type { Anomaly, Incident } from '@cloudops/contracts';
import { Injectable } from '@nestjs/common';
import { Findings } from '../domain/findings.ts';
import type { Change } from '../domain/live-view.ts';
import { FindingsMetrics } from '../anomaly.metrics.ts';
import { FencedDatabase } from './fenced-database.ts';
import { ChangeRows } from './change-rows.ts';
import { IncidentRows } from './incident-rows.ts';

@Injectable()
export class PostgresFindings extends Findings {
  constructor(
    private readonly database: FencedDatabase,
    private readonly changes: ChangeRows,
    private readonly incidents: IncidentRows,
    private readonly metrics: FindingsMetrics,
  ) {
    super();
  }

  async record(changes: readonly Change[]): Promise<void> {
    const detected: Anomaly[] = [];
    const opened: Incident[] = [];
    await this.database.transaction(async (manager) => {
      for (const change of changes) {
        const recorded = await this.changes.record(manager, change);
        if (recorded.detected) detected.push(recorded.detected);
        if (recorded.opened) opened.push(recorded.opened);
      }
    });
    this.metrics.recorded({ detected, opened });
  }

  async closeQuiet(now: Date, quietMs: number): Promise<number> {
    const due: { id: string }[] = await this.database.query(
      `select id from incidents where state = 'open' and ((doc ->> 'snoozedUntil')::timestamptz <= $1 or (not exists
       (select 1 from jsonb_array_elements(doc -> 'anomalies') a where a ->> 'clearedAt' is null)
       and not doc -> 'alerts' @> '[{"state": "firing"}]'))`,
      [now],
    );
    for (const { id } of due) {
      await this.database.transaction((manager) =>
        this.incidents.apply(manager, id, { type: 'time-passed', at: now.toISOString(), quietMs }),
      );
    }
    return due.length;
  }

  async releaseSilenced(now: Date): Promise<number> {
    const held: { id: string }[] = await this.database.query(
      'select id from anomalies where silenced_by is not null and cleared_at is null order by detected_at, id',
    );
    const opened: Incident[] = [];
    for (const { id } of held) {
      const incident = await this.database.transaction((manager) => this.changes.release(manager, id, now));
      if (incident) opened.push(incident);
    }
    this.metrics.recorded({ detected: [], opened });
    return opened.length;
  }
}
