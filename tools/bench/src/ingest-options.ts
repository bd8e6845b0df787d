import { parseArgs } from 'node:util';

export const RECEIVERS = ['ours', 'prometheus', 'victoriametrics'] as const;
export type ReceiverName = (typeof RECEIVERS)[number];

/** Size of the load where the options leave it open: samples a second for which `--seconds` is counted. */
const NOMINAL_RATE = 80_000;
const CURVE = [2_000, 20_000, 200_000];
/** Samples of each series at least. */
const FEWEST_ROUNDS = 3;
/** Samples of each point of a curve at least: 20 minutes of its largest, or it would measure beginnings. */
const FEWEST_IN_CURVE = 16_000_000;

export interface IngestOptions {
  readonly only: readonly ReceiverName[];
  /** One run each. */
  readonly seriesCounts: readonly number[];
  readonly curve: boolean;
  /** Samples a second at most; 0 sends as fast as the receiver answers. */
  readonly rate: number;
  readonly seconds: number;
  readonly connections: number;
  readonly samplesPerRequest: number;
  /** How long ago the load's last sample lies. */
  readonly endsHoursAgo: number;
  /** Folder with captured bodies to send instead of made ones. */
  readonly replay: string | undefined;
  /** Minutes that a real Prometheus is recorded before its bodies are sent; nothing when none is. */
  readonly live: number | undefined;
  /** Minutes of an outage that is caught up with at ten times the live rate; nothing when there was none. */
  readonly catchUp: number | undefined;
  /** Only the usage is wanted. */
  readonly help: boolean;
}

export const INGEST_USAGE = `npm run bench:ingest -- [options]
  --only LIST         of ours,prometheus,victoriametrics (all three)
  --series N          series of 10 labels, a sample every 15 s (20000)
  --seconds N         size of the load: as many samples as 80,000 a second make in it (60)
  --rate N            samples a second at most; 0: as fast as they are accepted (0)
  --batch N           samples a request, about (2000)
  --connections N     requests at a time (8)
  --ends-hours-ago N  age of the last sample, so that all of it is compacted (5)
  --curve             2,000, 20,000 and 200,000 series, at least 16 million samples each
  --replay DIR        captured bodies (001.bin, ...) instead
  --live MINUTES      the bodies of a Prometheus that scrapes a node_exporter for so long
  --catch-up MINUTES  what an outage of so long left behind, at 10 times the live rate (with --series 10000)
JSON as the last line.`;

/** @throws Error that names the option that is wrong. */
export function ingestOptions(args: readonly string[]): IngestOptions {
  const { values } = parseArgs({
    args: [...args],
    options: {
      series: { type: 'string' },
      seconds: { type: 'string', default: '60' },
      rate: { type: 'string', default: '0' },
      only: { type: 'string', default: RECEIVERS.join() },
      connections: { type: 'string', default: '8' },
      batch: { type: 'string', default: '2000' },
      'ends-hours-ago': { type: 'string', default: '5' },
      curve: { type: 'boolean', default: false },
      replay: { type: 'string' },
      live: { type: 'string' },
      'catch-up': { type: 'string' },
      help: { type: 'boolean', default: false },
    },
  });
  const series = values.series ?? (values['catch-up'] === undefined ? '20000' : '10000');
  const number = (name: Exclude<keyof typeof values, 'curve' | 'help'>, min: number, text = values[name]): number => {
    const value = Number(text);
    if (Number.isFinite(value) && value >= min) return value;
    throw new Error(`--${name} must be a number of at least ${min}, not ${text ?? 'nothing'}`);
  };
  const only = values.only.split(',').map((name) => {
    const known = RECEIVERS.find((receiver) => receiver === name.trim());
    if (known) return known;
    throw new Error(`--only knows ${RECEIVERS.join(', ')}, not ${name}`);
  });
  const minutes = (name: 'live' | 'catch-up'): number | undefined => (values[name] === undefined ? undefined : number(name, 0.5));
  return {
    only,
    seriesCounts: values.curve ? CURVE : [number('series', 1, series)],
    curve: values.curve,
    rate: number('rate', 0),
    seconds: number('seconds', 1),
    connections: number('connections', 1),
    samplesPerRequest: number('batch', 1),
    endsHoursAgo: number('ends-hours-ago', 0),
    replay: values.replay,
    live: minutes('live'),
    catchUp: minutes('catch-up'),
    help: values.help,
  };
}

/** Samples of each series: what fits into `seconds`, at least a few. Every point of a curve brings as many samples as the others, or the one with fewer would pay more of what each run costs once. */
export function roundsOf({ rate, seconds, curve }: IngestOptions, series: number): number {
  const samples = (rate || NOMINAL_RATE) * seconds;
  return Math.max(FEWEST_ROUNDS, Math.round((curve ? Math.max(samples, FEWEST_IN_CURVE) : samples) / series));
}
