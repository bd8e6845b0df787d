import { Injectable } from '@nestjs/common';
import { Findings, FindingsArchive } from '../domain/findings.ts';

/** How long an incident must be quiet, and for how long what ended is kept; ms. */
export abstract class TendingTimes {
  abstract readonly quietMs: number;
  abstract readonly keepMs: number;
}

/** Resolves incidents that have gone quiet, opens those that a silence kept from opening, and drops those that ended long ago. */
@Injectable()
export class TendIncidents {
  constructor(
    private readonly findings: Findings,
    private readonly archive: FindingsArchive,
    private readonly times: TendingTimes,
  ) {}

  async closeQuiet(now: Date): Promise<number> {
    await this.findings.releaseSilenced(now);
    return this.findings.closeQuiet(now, this.times.quietMs);
  }

  trim(now: Date): Promise<number> {
    return this.archive.trim(new Date(now.getTime() - this.times.keepMs));
  }
}
