import { existsSync } from 'node:fs';
import { parseArgs } from 'node:util';

export interface QuietOptions {
  /** A recording, or undefined for generated hosts. */
  readonly input: string | undefined;
  readonly hosts: number;
  readonly days: number;
  readonly stepSeconds: number;
  readonly seed: number;
  readonly json: boolean;
}

export const QUIET_USAGE = `npm run evaluate:quiet -- --input FILE|DIR | --generate [--hosts N] [--days N] [--step SECONDS] [--seed N]
How many incidents and anomalies healthy hosts cause, for 50 hosts and a week. Replays through the code of the anomaly service, with a restart from
its snapshot every day, strictly online, as fast as it can be read. Everything that is found is taken to be false.
  --input FILE|DIR  recorded remote_write 1.0 bodies (*.bin), scrapes (HOST/TIME.prom, TIME in s or ms since 1970), answers of Prometheus to query_range
                    (*.json) or an export of VictoriaMetrics (*.jsonl); each also as .gz. A folder is read in the order of its files' names
  --generate        no recording: made-up hosts that work by day and night, with cron jobs, backups, restarts, bursts; says so in its result
  --hosts, --days, --step, --seed   of made-up hosts (default 10, 7, 15 s, 1)
  --json            only the last line: JSON
  --help`;

/** @returns undefined when help is wanted. @throws Error that says which option is wrong. */
export function quietOptions(args: readonly string[]): QuietOptions | undefined {
  const { values } = parseArgs({
    args: [...args],
    options: {
      input: { type: 'string' },
      generate: { type: 'boolean', default: false },
      hosts: { type: 'string', default: '10' },
      days: { type: 'string', default: '7' },
      step: { type: 'string', default: '15' },
      seed: { type: 'string', default: '1' },
      json: { type: 'boolean', default: false },
      help: { type: 'boolean', short: 'h', default: false },
    },
  });
  if (values.help) return undefined;
  if ((values.input === undefined) !== values.generate) throw new Error('either --input FILE|DIR or --generate');
  if (values.input !== undefined && !existsSync(values.input)) throw new Error(`--input: ${values.input} does not exist`);
  return {
    input: values.input,
    hosts: positive('hosts', values.hosts),
    days: positive('days', values.days),
    stepSeconds: positive('step', values.step),
    seed: positive('seed', values.seed),
    json: values.json,
  };
}

function positive(name: string, text: string): number {
  const number = Number(text);
  if (!(number > 0 && number <= 100_000)) throw new Error(`--${name}: ${text} is no number above 0`);
  return number;
}
