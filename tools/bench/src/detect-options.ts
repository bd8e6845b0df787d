import { parseArgs } from 'node:util';

export const DETECT_PARTS = ['detector', 'pipeline', 'promql'] as const;
export type DetectPart = (typeof DETECT_PARTS)[number];

export interface DetectOptions {
  readonly only: readonly DetectPart[];
  /** Of the running pipeline, each with a sample every 15 s. */
  readonly series: number;
  /** How long the pipeline is measured. */
  readonly seconds: number;
  /** Samples that each of its series has had before. */
  readonly warmRounds: number;
  /** Series a second that leave their band. */
  readonly excursions: number;
  /** Of the detector alone. */
  readonly detectorSeries: number;
  /** Whose bands Prometheus computes. */
  readonly promqlSeries: number;
}

export const DETECT_USAGE = `npm run bench:detect -- [options]
  --only LIST          of detector,pipeline,promql (all three); what is left out is null
  --series N           of the running pipeline, a sample every 15 s (20000)
  --seconds N          how long it is measured (120)
  --warm-rounds N      samples that each of its series has had before (70)
  --excursions N       series a second that leave their band (5)
  --detector-series N  of the detector alone (4000)
  --promql-series N    whose bands Prometheus computes (500)
JSON as the last line.`;

/** @returns nothing when only the usage is wanted. @throws Error that names the option that is wrong. */
export function detectOptions(args: readonly string[]): DetectOptions | undefined {
  const { values } = parseArgs({
    args: [...args],
    options: {
      only: { type: 'string', default: DETECT_PARTS.join() },
      series: { type: 'string', default: '20000' },
      seconds: { type: 'string', default: '120' },
      'warm-rounds': { type: 'string', default: '70' },
      excursions: { type: 'string', default: '5' },
      'detector-series': { type: 'string', default: '4000' },
      'promql-series': { type: 'string', default: '500' },
      help: { type: 'boolean', default: false },
    },
  });
  if (values.help) return undefined;
  const number = (name: Exclude<keyof typeof values, 'only' | 'help'>, min: number): number => {
    const value = Number(values[name]);
    if (Number.isInteger(value) && value >= min) return value;
    throw new Error(`--${name} must be a whole number of at least ${min}, not ${values[name]}`);
  };
  const only = values.only.split(',').map((name) => {
    const known = DETECT_PARTS.find((part) => part === name.trim());
    if (known) return known;
    throw new Error(`--only knows ${DETECT_PARTS.join(', ')}, not ${name}`);
  });
  return {
    only,
    series: number('series', 200),
    seconds: number('seconds', 60),
    warmRounds: number('warm-rounds', 60),
    excursions: number('excursions', 1),
    detectorSeries: number('detector-series', 1),
    promqlSeries: number('promql-series', 1),
  };
}
