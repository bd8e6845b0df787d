import { Injectable, Logger, type OnApplicationBootstrap } from '@nestjs/common';
import { Interval } from '@nestjs/schedule';
import { Leadership } from '../domain/leadership.ts';
import { LABELS, SERVICE_GRAPH } from '../domain/topology-queries.ts';
import { SeeTopology } from '../use-cases/see-topology.ts';

/** Calls change with the traffic, what runs where with deployments. */
@Injectable()
export class TopologyTimer implements OnApplicationBootstrap {
  private readonly logger = new Logger('Topology');
  private busy = false;
  private rounds = 0;

  constructor(
    private readonly topology: SeeTopology,
    private readonly leadership: Leadership,
  ) {}

  onApplicationBootstrap(): void {
    void this.declare();
  }

  @Interval(60_000)
  async look(): Promise<void> {
    if (this.busy || this.leadership.term === undefined) return;
    this.busy = true;
    const now = new Date();
    await this.declare();
    const queries = this.rounds++ % 10 === 0 ? [SERVICE_GRAPH, ...LABELS] : [SERVICE_GRAPH];
    await this.topology.ask(queries, now);
    this.busy = false;
  }

  private async declare(): Promise<void> {
    await this.topology.declare(new Date()).catch((error: unknown) => this.logger.warn(`not noted yet: ${String(error)}`));
  }
}
