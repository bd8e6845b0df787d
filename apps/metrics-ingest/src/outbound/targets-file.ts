import { readFile, stat } from 'node:fs/promises';
import { ScrapeTarget } from '@cloudops/contracts';
import { checkTarget, DeclaredTargets } from '@cloudops/domain-series';
import { Inject, Injectable, Logger } from '@nestjs/common';
import { parse } from 'yaml';
import { z } from 'zod';
import { CONFIG, type MetricsIngestConfig } from '../metrics-ingest.config.ts';

const File = z
  .object({ targets: z.array(ScrapeTarget).nullish() })
  .refine(({ targets }) => new Set(targets?.map((t) => t.job)).size === (targets?.length ?? 0), {
    message: 'every job must be unique',
  });

/** Targets of TARGETS_FILE, read again when it changes; a file that does not parse leaves the last good list in force. */
@Injectable()
export class TargetsFile extends DeclaredTargets {
  private readonly log = new Logger('targets');
  private readAt = '';
  private targets: readonly ScrapeTarget[] = [];

  constructor(@Inject(CONFIG) private readonly config: MetricsIngestConfig) {
    super();
  }

  async all(): Promise<readonly ScrapeTarget[]> {
    const path = this.config.TARGETS_FILE;
    if (path === undefined) return [];
    try {
      const { mtimeMs, size } = await stat(path);
      const version = `${mtimeMs} ${size}`;
      if (version === this.readAt) return this.targets;
      this.readAt = version; // a faulty file is reported once, not every time it is asked for
      const { targets } = File.parse(parse(await readFile(path, 'utf8')) ?? {});
      targets?.forEach(checkTarget);
      this.targets = targets ?? [];
      this.log.log({ msg: `${this.targets.length} targets declared`, file: path });
    } catch (error) {
      this.log.error({ msg: `the targets file is not used: ${error instanceof Error ? error.message : String(error)}`, file: path });
    }
    return this.targets;
  }
}
