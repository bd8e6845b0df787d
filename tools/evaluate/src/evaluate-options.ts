import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';

export interface EvaluateOptions {
  /** Folder with `data/` and `tools/nab-score.mjs`. */
  readonly from: string;
  /** Markdown page to write. */
  readonly output: string;
}

export const EVALUATE_USAGE = `npm run evaluate -- [--from DIR] [--output FILE]
Scores the detector, the entity detector and the root causes, as they ship, on the public data sets, and writes the table with other tools' figures.
  --from DIR     has data/nab, data/cloud-monitoring, data/asd, data/petshop/low_traffic and tools/nab-score.mjs (default ../shared)
  --output FILE  the page (default docs/evaluation.md)
  --help`;

/** @returns undefined when help is wanted. @throws Error that says what is missing where. */
export function evaluateOptions(args: readonly string[]): EvaluateOptions | undefined {
  const { values } = parseArgs({
    args: [...args],
    options: {
      from: { type: 'string', default: '../shared' },
      output: { type: 'string', default: 'docs/evaluation.md' },
      help: { type: 'boolean', short: 'h', default: false },
    },
  });
  if (values.help) return undefined;
  for (const part of ['data/nab', 'data/cloud-monitoring', 'data/asd', 'data/petshop/low_traffic', 'tools/nab-score.mjs']) {
    if (!existsSync(join(values.from, part))) throw new Error(`--from: ${join(values.from, part)} does not exist`);
  }
  return { from: values.from, output: values.output };
}
