import { parseArgs } from 'node:util';

export interface RcaOptions {
  /** Folder with normal.csv, topology.csv and incidents/. */
  readonly data: string;
  /** File for `{incident: [entity, ...]}`, likeliest first. */
  readonly output: string;
  /** File for the same with shares and evidence; nothing when it is not wanted. */
  readonly evidence: string | undefined;
}

export const RCA_USAGE = `npm run rca -- --data DIR --output FILE [--evidence FILE]
Ranks the root causes of incidents from metrics and calls alone.
  --data DIR       normal.csv and incidents/<id>/window.csv: timestamp,entity|metric|stat,... one row an interval;
                   topology.csv: caller,callee; incidents/<id>/symptom.json: {entity, metric, stat}
  --output FILE    JSON: {id: [entity, ...]}, likeliest first
  --evidence FILE  JSON: {id: [{rank, entity, share, evidence}, ...]}
  --help`;

/** @returns undefined when help is wanted. @throws Error that names the option that is wrong or missing. */
export function rcaOptions(args: readonly string[]): RcaOptions | undefined {
  const { values } = parseArgs({
    args: [...args],
    options: {
      data: { type: 'string' },
      output: { type: 'string' },
      evidence: { type: 'string' },
      help: { type: 'boolean', short: 'h', default: false },
    },
  });
  if (values.help) return undefined;
  const { data, output, evidence } = values;
  if (!data) throw new Error('--data DIR is missing');
  if (!output) throw new Error('--output FILE is missing');
  return { data, output, evidence };
}
