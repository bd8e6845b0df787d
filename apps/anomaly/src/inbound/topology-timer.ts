import { Injectable, Logger, type OnApplicationBootstrap } from '@nestjs/common';
import { Interval } from '@nestjs/schedule';
import { Leadership } from '../domain/leadership.ts';
import { LABELS, SERVICE_GRAPH } from '../domain/topology-queries.ts';
import { SeeTopology } from '../use-cases/see-topology.ts';
import { LeaderRounds } from './leader-rounds.ts';

/** Calls change with the traffic, what runs where with deployments. */
@Injectable()
export class TopologyTimer implements OnApplicationBootstrap {
  private readonly logger = new Logger('Topology');
  private readonly rounds: LeaderRounds;
  private looks = 0;

  constructor(
    private readonly topology: SeeTopology,
    leadership: Leadership,
  ) {
    this.rounds = new LeaderRounds(leadership, 'Topology');
  }

  onApplicationBootstrap(): void {
    void this.declare();
  }

  @Interval(60_000)
  look(): Promise<void> {
    return this.rounds.once('not looked at', async () => {
      const now = new Date();
      await this.declare();
      const queries = this.looks++ % 10 === 0 ? [SERVICE_GRAPH, ...LABELS] : [SERVICE_GRAPH];
      await this.topology.ask(queries, now);
    });
  }

  private async declare(): Promise<void> {
    await this.topology.declare(new Date()).catch((error: unknown) => this.logger.warn(`not noted yet: ${String(error)}`));
  }
}
