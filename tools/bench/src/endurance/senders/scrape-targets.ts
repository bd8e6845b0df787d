import { rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { ScrapeJob } from './sender.ts';

/** Targets by file discovery, one file a job, so that they come and go without a restart. */
export class ScrapeTargets {
  constructor(
    private readonly folder: string,
    private readonly jobs: readonly ScrapeJob[],
  ) {}

  /** `scrape_configs` of Prometheus and of vmagent (YAML, which JSON is). */
  get configs(): readonly object[] {
    return this.jobs.map(({ job, path, seconds }) => ({
      ...{ job_name: job, metrics_path: path, scrape_interval: `${seconds}s`, scrape_timeout: `${seconds}s` },
      file_sd_configs: [{ files: [this.file(job)], refresh_interval: '1s' }],
    }));
  }

  async show(): Promise<void> {
    for (const { job, address } of this.jobs) await this.write(job, [{ targets: [address] }]);
  }

  async hide(): Promise<void> {
    for (const { job } of this.jobs) await this.write(job, []);
  }

  private async write(job: string, groups: unknown): Promise<void> {
    const file = this.file(job);
    await writeFile(`${file}.new`, JSON.stringify(groups));
    await rename(`${file}.new`, file);
  }

  private file(job: string): string {
    return join(this.folder, `${job}.json`);
  }
}
