import { FAILOVER_MS, ReplicaElections, type ElectedReplica } from '@cloudops/domain-series';
import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';

@Injectable()
export class PostgresReplicaElections extends ReplicaElections {
  constructor(private readonly dataSource: DataSource) {
    super();
  }

  async stand(source: string, cluster: string, candidate: ElectedReplica): Promise<ElectedReplica> {
    const { replica, seenAt } = candidate;
    const won: unknown[] = await this.dataSource.query(
      `with stood as (
         insert into replicas as r (source, cluster, replica, seen_at) values ($1, $2, $3, $4)
         on conflict (source, cluster) do update set replica = excluded.replica, seen_at = greatest(r.seen_at, excluded.seen_at)
           where r.replica = excluded.replica or r.seen_at <= excluded.seen_at - ${FAILOVER_MS}
         returning 1)
       select * from stood`,
      [source, cluster, replica, seenAt],
    );
    if (won.length > 0) return candidate;
    const [row]: { replica: string; seen_at: string }[] = await this.dataSource.query(
      'select replica, seen_at from replicas where source = $1 and cluster = $2',
      [source, cluster],
    );
    return row === undefined ? candidate : { replica: row.replica, seenAt: Number(row.seen_at) };
  }

  async expire(before: number): Promise<void> {
    await this.dataSource.query('delete from replicas where seen_at < $1', [before]);
  }
}
