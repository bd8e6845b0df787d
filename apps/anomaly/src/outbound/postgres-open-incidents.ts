import { entityKey, type Incident } from '@cloudops/contracts';
import { relateIncidents } from '@cloudops/domain-incidents';
import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { OpenIncidents } from '../domain/open-incidents.ts';
import { IncidentRows } from './incident-rows.ts';
import { SurroundingsRows } from './surroundings-rows.ts';

/** The newest of them; what is older was considered when it was new. */
const MAX_OPEN = 200;

@Injectable()
export class PostgresOpenIncidents extends OpenIncidents {
  constructor(
    private readonly dataSource: DataSource,
    private readonly incidents: IncidentRows,
    private readonly surroundings: SurroundingsRows,
  ) {
    super();
  }

  async reconsider(now: Date): Promise<number> {
    const open: { doc: Incident }[] = await this.dataSource.query(
      `select doc from incidents where state = 'open' order by opened_at desc limit $1`,
      [MAX_OPEN],
    );
    const reaching = [];
    for (const { doc: incident } of open) {
      const { edges } = await this.surroundings.of(this.dataSource.manager, entityKey(incident.entity), incident.onsetAt);
      reaching.push({ incident, dependencies: new Set(edges.map(({ to }) => entityKey(to))) });
    }
    const related = relateIncidents(reaching);
    for (const { incident } of reaching) {
      // one transaction each: whoever holds locks of two entities can meet somebody who holds them the other way round
      await this.dataSource.transaction((manager) => this.incidents.reconsider(manager, incident.id, related.get(incident.id)!, now));
    }
    return open.length;
  }
}
