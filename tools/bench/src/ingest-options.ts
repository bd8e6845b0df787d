import { parseArgs } from 'node:util';

export const RECEIVERS = ['ours', 'prometheus', 'victoriametrics'] as const;
export type ReceiverName = (typeof RECEIVERS)[number];

/** Size of the load where the options leave it open: samples a second for which `--seconds` is counted. */
const NOMINAL_RATE = 80_000;
const CURVE = [2_000, 20_000, 200_000];

export interface IngestOptions {
  readonly only: readonly ReceiverName[];
  /** One run each. */
  readonly seriesCounts: readonly number[];
  /** Samples a second at most; 0 sends as fast as the receiver answers. */
  readonly rate: number;
  readonly seconds: number;
  readonly connections: number;
  readonly samplesPerRequest: number;
  /** How long ago the load's last sample lies. */
  readonly endsHoursAgo: number;
  /** Folder with captured bodies to send instead of made ones. */
  readonly replay: string | undefined;
}

/** @throws Error that names the option that is wrong. */
export function ingestOptions(args: readonly string[]): IngestOptions {
  const { values } = parseArgs({
    args: [...args],
    options: {
      series: { type: 'string', default: '20000' },
      seconds: { type: 'string', default: '60' },
      rate: { type: 'string', default: '0' },
      only: { type: 'string', default: RECEIVERS.join() },
      connections: { type: 'string', default: '8' },
      batch: { type: 'string', default: '500' },
      'ends-hours-ago': { type: 'string', default: '25' },
      curve: { type: 'boolean', default: false },
      replay: { type: 'string' },
    },
  });
  const number = (name: 'series' | 'seconds' | 'rate' | 'connections' | 'batch' | 'ends-hours-ago', min: number): number => {
    const value = Number(values[name]);
    if (Number.isFinite(value) && value >= min) return value;
    throw new Error(`--${name} must be a number of at least ${min}, not ${values[name]}`);
  };
  const only = values.only.split(',').map((name) => {
    const known = RECEIVERS.find((receiver) => receiver === name.trim());
    if (known) return known;
    throw new Error(`--only knows ${RECEIVERS.join(', ')}, not ${name}`);
  });
  return {
    only,
    seriesCounts: values.curve ? CURVE : [number('series', 1)],
    rate: number('rate', 0),
    seconds: number('seconds', 1),
    connections: number('connections', 1),
    samplesPerRequest: number('batch', 1),
    endsHoursAgo: number('ends-hours-ago', 0),
    replay: values.replay,
  };
}

/** Samples of each series: what fits into `seconds`, at least three. */
export const roundsOf = ({ rate, seconds }: IngestOptions, series: number): number =>
  Math.max(3, Math.round(((rate || NOMINAL_RATE) * seconds) / series));
