import { hostname } from 'node:os';
import { HostReadings, ScrapeSession } from '@cloudops/domain-series';
import { Injectable } from '@nestjs/common';
import { HostIntake } from './host-intake.ts';
import { SeriesRegister } from './series-register.ts';

/** Reads the host once and commits what it says, as job `host`. */
@Injectable()
export class CollectHost {
  private readonly session = new ScrapeSession({ job: 'host', instance: hostname() });

  constructor(
    private readonly readings: HostReadings,
    private readonly register: SeriesRegister,
    private readonly intake: HostIntake,
  ) {}

  async execute(): Promise<void> {
    const at = Date.now();
    const exposition = await this.intake.measured(() => this.readings.read());
    await this.register.declare(exposition.families);
    await this.intake.accept(this.session.observe(exposition, at).series);
  }
}
