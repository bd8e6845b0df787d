import { glob, readFile, stat } from 'node:fs/promises';
import { resolve } from 'node:path';
import { type FileDiscovery, ScrapeTarget, TargetGroups } from '@cloudops/contracts';
import { checkTarget, discoverTargets, type DiscoveredTargets, type TargetFault, type TargetsAndFaults } from '@cloudops/domain-series';
import { Inject, Injectable, Logger } from '@nestjs/common';
import { parse } from 'yaml';
import { CONFIG, type MetricsIngestConfig } from '../metrics-ingest.config.ts';
import { faultText } from './fault-text.ts';

const MAX_BYTES = 8 * 1024 * 1024;
const MAX_FILES = 1_000;
/** All discovered targets together: each has a timer and its own memory of series. */
const MAX_TARGETS = 5_000;

interface KnownFile {
  readonly version: string;
  /** The last good reading. */
  readonly found: DiscoveredTargets;
  readonly fault: string | undefined;
}

/** File discovery as Prometheus has it: JSON or YAML files of `[{targets, labels}]`. A file that is gone takes its targets along. */
@Injectable()
export class FilesOfTargets {
  private readonly log = new Logger('targets');
  private known = new Map<string, KnownFile>();

  constructor(@Inject(CONFIG) private readonly config: MetricsIngestConfig) {}

  async all(discoveries: readonly FileDiscovery[], folder: string): Promise<TargetsAndFaults> {
    const known = new Map<string, KnownFile>();
    const targets: ScrapeTarget[] = [];
    const faults: TargetFault[] = [];
    for (const discovery of discoveries) {
      const rules = JSON.stringify(discovery);
      for (const file of await pathsOf(discovery, folder)) {
        const key = `${file} ${rules}`;
        if (known.has(key)) continue;
        const read = await this.read(discovery, rules, file);
        known.set(key, read);
        targets.push(...read.found.targets);
        if (read.fault !== undefined) faults.push({ file, message: read.fault });
        faults.push(...read.found.faults.slice(0, 10).map((message) => ({ file, message })));
      }
    }
    this.known = known;
    if (targets.length <= MAX_TARGETS) return { targets, faults };
    const message = `${targets.length} targets are listed, the first ${MAX_TARGETS} are scraped`;
    return { targets: targets.slice(0, MAX_TARGETS), faults: [{ file: folder, message }, ...faults] };
  }

  private async read(discovery: FileDiscovery, rules: string, file: string): Promise<KnownFile> {
    const before = this.known.get(`${file} ${rules}`);
    let version = '';
    try {
      const { mtimeMs, size, ino } = await stat(file);
      version = `${mtimeMs} ${size} ${ino}`;
      if (version === before?.version) return before;
      if (size > MAX_BYTES) throw new Error(`it is larger than ${MAX_BYTES} bytes`);
      const text = await readFile(file, 'utf8');
      const groups = TargetGroups.parse((file.endsWith('.json') ? (JSON.parse(text) as unknown) : parse(text)) ?? []);
      const found = checked(discoverTargets(discovery, groups, file, this.config.ENVIRONMENT));
      for (const message of found.faults) this.log.warn({ msg: `a target is left out: ${message}`, file });
      return { version, found, fault: undefined };
    } catch (error) {
      const fault = faultText(error);
      if (fault !== before?.fault) this.log.error({ msg: `a file of targets is not used: ${fault}`, file });
      const isGone = (error as NodeJS.ErrnoException).code === 'ENOENT';
      return { version, found: (isGone ? undefined : before?.found) ?? { targets: [], faults: [] }, fault };
    }
  }
}

/** What discovery made must be what could be declared too. */
function checked({ targets, faults }: DiscoveredTargets): DiscoveredTargets {
  const good: ScrapeTarget[] = [];
  const bad = [...faults];
  for (const target of targets) {
    try {
      checkTarget(ScrapeTarget.parse(target));
      good.push(target);
    } catch (error) {
      bad.push(`${target.url}: ${faultText(error)}`);
    }
  }
  return { targets: good, faults: bad };
}

async function pathsOf({ files }: FileDiscovery, folder: string): Promise<string[]> {
  const paths = new Set<string>();
  for (const pattern of files) {
    const path = resolve(folder, pattern);
    if (!pattern.includes('*')) paths.add(path);
    else for await (const found of glob(path)) if (paths.size < MAX_FILES) paths.add(found);
  }
  return [...paths].sort();
}
