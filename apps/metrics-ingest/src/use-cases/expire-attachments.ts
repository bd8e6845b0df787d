import { Exemplars, NativeHistograms, ReplicaElections } from '@cloudops/domain-series';
import { Injectable } from '@nestjs/common';

/** Deletes histograms, exemplars and clusters that nobody has spoken for since. */
@Injectable()
export class ExpireAttachments {
  constructor(
    private readonly histograms: NativeHistograms,
    private readonly exemplars: Exemplars,
    private readonly elections: ReplicaElections,
  ) {}

  /** @param before ms since the epoch. */
  async execute(before: number): Promise<void> {
    await this.histograms.expire(before);
    await this.exemplars.expire(before);
    await this.elections.expire(before);
  }
}
