import { judgeReplica, ReplicaElections, type ElectedReplica } from '@cloudops/domain-series';
import { Injectable } from '@nestjs/common';
import { Clock } from '../clock.ts';

/** Elections held in memory; beyond, the oldest is asked for again. */
const REMEMBERED = 10_000;

/** Says whether a replica is the one that its cluster is heard through. */
@Injectable()
export class ElectReplica {
  private readonly elected = new Map<string, ElectedReplica>();

  constructor(
    private readonly elections: ReplicaElections,
    private readonly clock: Clock,
  ) {}

  async execute(source: string, cluster: string, replica: string): Promise<boolean> {
    const key = `${source}\n${cluster}`;
    const now = this.clock.now();
    const verdict = judgeReplica(this.elected.get(key), replica, now);
    if (verdict !== 'stand') return verdict === 'elected';
    const elected = await this.elections.stand(source, cluster, { replica, seenAt: now });
    if (this.elected.size >= REMEMBERED) this.elected.delete(this.elected.keys().next().value!);
    this.elected.set(key, elected);
    return elected.replica === replica;
  }
}
