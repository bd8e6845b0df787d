import { ScrapeTarget } from '@cloudops/contracts';
import { ScrapeTargets } from '@cloudops/domain-series';
import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';

@Injectable()
export class PostgresTargets extends ScrapeTargets {
  constructor(private readonly dataSource: DataSource) {
    super();
  }

  async all(now: Date): Promise<ScrapeTarget[]> {
    const rows: { target: unknown }[] = await this.dataSource.query(
      'select target from targets where expires_at is null or expires_at > $1 order by job',
      [now],
    );
    return rows.map(({ target }) => ScrapeTarget.parse(target));
  }

  async put(target: ScrapeTarget): Promise<void> {
    await this.dataSource.query(
      `insert into targets (job, target, expires_at) values ($1, $2, $3)
       on conflict (job) do update set target = excluded.target, expires_at = excluded.expires_at`,
      [target.job, JSON.stringify(target), target.expiresAt],
    );
  }

  async remove(job: string): Promise<boolean> {
    const rows: unknown[] = await this.dataSource.query(
      'with gone as (delete from targets where job = $1 returning job) select job from gone',
      [job],
    );
    return rows.length > 0;
  }
}
