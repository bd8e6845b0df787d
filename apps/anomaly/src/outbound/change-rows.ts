import { type Anomaly, entityKey, type Incident, type Silence } from '@cloudops/contracts';
import { silenceReason } from '@cloudops/domain-incidents';
import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import type { Change } from '../domain/live-view.ts';
import { AnomalyRows } from './anomaly-rows.ts';
import { IncidentRows } from './incident-rows.ts';
import { SilenceRows } from './silence-rows.ts';

/** What one change came to. */
export interface RecordedChange {
  readonly detected?: Anomaly;
  readonly opened?: Incident | undefined;
}

/** One change of an anomaly with what follows for incidents, in the caller's transaction. */
@Injectable()
export class ChangeRows {
  constructor(
    private readonly anomalies: AnomalyRows,
    private readonly incidents: IncidentRows,
    private readonly silences: SilenceRows,
  ) {}

  async record(manager: EntityManager, change: Change): Promise<RecordedChange> {
    const { transition } = change;
    if (transition.type === 'cleared') {
      const anomaly = await this.anomalies.cleared(manager, change);
      const at = new Date(transition.at).toISOString();
      if (anomaly) await this.incidents.apply(manager, { anomaly }, { type: 'anomaly-cleared', anomaly, at });
      return {};
    }
    const silence = await this.silences.holding(manager, change.anomaly, transition.at);
    if (transition.type === 'detected') {
      const anomaly: Anomaly = { ...change.anomaly, ...(silence && { silence: { id: silence.id, reason: silenceReason(silence) } }) };
      if (!(await this.anomalies.detected(manager, { ...change, anomaly }))) return {};
      return { detected: anomaly, opened: await this.observe(manager, anomaly, transition, silence) };
    }
    const anomaly = await this.anomalies.grew(manager, change);
    return anomaly ? { opened: await this.observe(manager, anomaly, transition, silence) } : {};
  }

  /** An anomaly whose silence no longer holds is looked at as if it had been seen just now. */
  async release(manager: EntityManager, id: string, now: Date): Promise<Incident | undefined> {
    const held = await this.anomalies.silenced(manager, id);
    if (!held || (await this.silences.holding(manager, held.anomaly, now.getTime()))) return undefined;
    return this.observe(manager, held.anomaly, { sustained: held.sustained, at: now.getTime() }, undefined);
  }

  /** @returns the incident if it opened one. */
  private async observe(
    manager: EntityManager,
    anomaly: Anomaly,
    { sustained, at }: { sustained: boolean; at: number },
    silence: Silence | undefined,
  ): Promise<Incident | undefined> {
    const entity = entityKey(anomaly.entity);
    const { incident, opened } = await this.incidents.apply(
      manager,
      { anomaly },
      {
        ...{ type: 'anomaly-observed', anomaly, sustained, silence },
        others: await this.anomalies.openOf(manager, entity),
        previous: await this.incidents.latestResolved(manager, entity),
        at: new Date(at).toISOString(),
      },
    );
    const belongs = incident?.anomalies.some((a) => a.id === anomaly.id);
    await this.anomalies.hush(manager, anomaly, belongs ? undefined : silence);
    return opened ? incident : undefined;
  }
}
