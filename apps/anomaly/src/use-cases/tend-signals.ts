import { Injectable } from '@nestjs/common';
import { Alerts } from '../domain/alerts.ts';
import { Changes } from '../domain/changes.ts';
import { Topology } from '../domain/topology.ts';

/** How long an alert may be silent, an edge unseen, and what ended is kept; ms. */
export abstract class SignalTimes {
  abstract readonly alertSilentMs: number;
  abstract readonly keepMs: number;
}

const EDGE_UNSEEN_MS = 7 * 86_400_000;

/** Ends alerts whose sender fell silent, and drops what is long over. */
@Injectable()
export class TendSignals {
  constructor(
    private readonly alerts: Alerts,
    private readonly changes: Changes,
    private readonly topology: Topology,
    private readonly times: SignalTimes,
  ) {}

  giveUpSilent(now: Date): Promise<number> {
    return this.alerts.giveUp(new Date(now.getTime() - this.times.alertSilentMs), now);
  }

  releaseSilenced(now: Date): Promise<number> {
    return this.alerts.release(now);
  }

  async trim(now: Date): Promise<void> {
    const before = new Date(now.getTime() - this.times.keepMs);
    await this.alerts.trim(before);
    await this.changes.trim(before);
    await this.topology.trim(new Date(now.getTime() - EDGE_UNSEEN_MS));
  }
}
