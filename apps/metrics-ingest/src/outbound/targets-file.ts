import { stat, readFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { FileDiscovery, ScrapeTarget } from '@cloudops/contracts';
import { checkTarget, compileRules, DeclaredTargets, type TargetsAndFaults } from '@cloudops/domain-series';
import { HealthChecks } from '@cloudops/platform-telemetry';
import { Inject, Injectable, Logger, type OnModuleInit } from '@nestjs/common';
import { parse } from 'yaml';
import { z } from 'zod';
import { CONFIG, type MetricsIngestConfig } from '../metrics-ingest.config.ts';
import { faultText } from './fault-text.ts';
import { FilesOfTargets } from './files-of-targets.ts';

const File = z
  .object({ targets: z.array(ScrapeTarget).nullish(), fileSd: z.array(FileDiscovery).max(100).nullish() })
  .refine(({ targets }) => new Set(targets?.map((t) => t.job)).size === (targets?.length ?? 0), {
    message: 'every job must be unique',
  });

/** Targets of TARGETS_FILE and of the files that it names, read again when they change; one that does not parse leaves its last good list in force. */
@Injectable()
export class TargetsFile extends DeclaredTargets implements OnModuleInit {
  private readonly log = new Logger('targets');
  private readAt = '';
  private fault: string | undefined;
  private good: z.output<typeof File> = {};

  constructor(
    @Inject(CONFIG) private readonly config: MetricsIngestConfig,
    private readonly files: FilesOfTargets,
    private readonly health: HealthChecks,
  ) {
    super();
  }

  onModuleInit(): void {
    if (this.config.TARGETS_FILE === undefined) return;
    this.health.register('targets', async () => {
      const { targets, faults } = await this.all();
      const named = faults.map(({ file, message }) => `${file}: ${message}`);
      return { ok: true, message: [`${targets.length} targets declared`, ...named].join('; ').slice(0, 500) }; // the others are scraped
    });
  }

  async all(): Promise<TargetsAndFaults> {
    const path = this.config.TARGETS_FILE;
    if (path === undefined) return { targets: [], faults: [] };
    await this.read(path);
    const declared = this.good.targets ?? [];
    const jobs = new Set(declared.map(({ job }) => job));
    const found = await this.files.all(this.good.fileSd ?? [], dirname(path));
    const own = this.fault === undefined ? [] : [{ file: path, message: this.fault }];
    return { targets: [...declared, ...found.targets.filter(({ job }) => !jobs.has(job))], faults: [...own, ...found.faults] };
  }

  private async read(path: string): Promise<void> {
    try {
      const { mtimeMs, size } = await stat(path);
      const version = `${mtimeMs} ${size}`;
      if (version === this.readAt) return;
      this.readAt = version; // a faulty file is reported once, not every time it is asked for
      const good = File.parse(parse(await readFile(path, 'utf8')) ?? {});
      good.targets?.forEach(checkTarget);
      for (const { targetRelabel, relabel } of good.fileSd ?? []) [targetRelabel, relabel].forEach(compileRules);
      this.good = good;
      this.fault = undefined;
      this.log.log({ msg: `${good.targets?.length ?? 0} targets declared`, file: path });
    } catch (error) {
      const fault = faultText(error);
      if (fault !== this.fault) this.log.error({ msg: `the targets file is not used: ${fault}`, file: path });
      this.fault = fault;
    }
  }
}
