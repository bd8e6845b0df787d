import {
  IdentityCache,
  MetricFamilies,
  ScrapeSession,
  decodeWriteRequest,
  labelValue,
  metricTypeOf,
  NAME_LABEL,
  parseExposition,
  type Declarations,
  type SeriesSamples,
} from '@cloudops/domain-series';
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { basename, dirname, extname, join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import type { Delivery } from './delivery.ts';
import { readHistory } from './read-history.ts';

const MAX_SERIES = 1_000_000;
const SCRAPE = { openMetrics: false, maxSamples: 1_000_000 };

/** Every file of a recording, in the order of names: a name says the time or the number of what it holds. @throws Error that names the file. */
export function* readRecording(input: string): Generator<Delivery> {
  const whole = statSync(input).isFile();
  const files = whole ? [input] : readdirSync(input, { recursive: true, encoding: 'utf8' }).map((file) => join(input, file));
  const reader = new RecordingReader();
  let known = 0;
  for (const file of files.filter((name) => statSync(name).isFile()).toSorted()) {
    const kind = extname(file.replace(/\.gz$/, ''));
    if (!KINDS.includes(kind)) continue;
    try {
      for (const delivery of reader.read(file, kind)) {
        known += 1;
        yield delivery;
      }
    } catch (error) {
      throw new Error(`${file}: ${error instanceof Error ? error.message : String(error)}`, { cause: error });
    }
  }
  if (known === 0) throw new Error(`--input: there are no samples in a ${KINDS.join(', ')} in ${input}`);
}

const KINDS = ['.bin', '.prom', '.json', '.jsonl'];

class RecordingReader {
  private readonly cache = new IdentityCache(MAX_SERIES);
  private readonly families = new MetricFamilies();
  private readonly sessions = new Map<string, ScrapeSession>();

  *read(file: string, kind: string): Generator<Delivery> {
    const bytes = file.endsWith('.gz') ? gunzipSync(readFileSync(file)) : readFileSync(file);
    if (kind === '.bin') yield this.body(bytes);
    else if (kind === '.prom') yield this.scrape(file, bytes.toString());
    else yield* readHistory(bytes.toString(), kind === '.jsonl');
  }

  private body(bytes: Uint8Array): Delivery {
    const { series, families } = decodeWriteRequest(bytes, this.cache);
    this.declare(families);
    return [...series].map((one) => this.typed(one));
  }

  /** A scrape of the host that its folder is named for, at the time (s or ms) that its file is named for. */
  private scrape(file: string, text: string): Delivery {
    const host = basename(dirname(file));
    const session = this.sessions.get(host) ?? new ScrapeSession({ job: 'node', instance: `${host}:9100` });
    this.sessions.set(host, session);
    const stamp = Number(basename(file).split('.')[0]);
    if (!(stamp > 1e8)) throw new Error('the name of a scrape is its time, in seconds or ms since 1970');
    const exposition = parseExposition(text, SCRAPE);
    this.declare(exposition.families);
    const time = stamp < 1e11 ? stamp * 1000 : stamp;
    return [...session.observe(exposition, time).series, session.report('up', 1, time)].map((one) => this.typed(one));
  }

  private declare(declared: Declarations): void {
    this.families.take(this.families.changes(declared, MAX_SERIES));
  }

  private typed({ identity, samples }: SeriesSamples): Delivery[number] {
    const type = metricTypeOf(labelValue(identity.labels, NAME_LABEL) ?? '', this.families);
    return { identity, type, ...samples };
  }
}
