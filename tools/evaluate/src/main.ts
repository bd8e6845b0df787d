// npm run evaluate -- [--from DIR] [--output FILE]
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { evaluateCauses } from './evaluate-causes.ts';
import { evaluateEntities } from './evaluate-entities.ts';
import { EVALUATE_USAGE, evaluateOptions } from './evaluate-options.ts';
import { evaluateWindows } from './evaluate-windows.ts';
import { page } from './page.ts';
import { healthyHosts } from './quiet/healthy-hosts.ts';
import { replayQuiet } from './quiet/replay-quiet.ts';

/** A scrape a minute, from Monday to Friday, so that it takes as long as the rest. */
const HEALTHY = { hosts: 5, days: 4, stepSeconds: 60, seed: 1 };

try {
  const options = evaluateOptions(process.argv.slice(2));
  if (options) {
    const scorer = join(options.from, 'tools/nab-score.mjs');
    const data = (name: string): string => join(options.from, 'data', name);
    const step = <T>(name: string, result: T): T => {
      console.error(`${name}: done`);
      return result;
    };
    const evaluation = {
      nab: step('nab', await evaluateWindows(data('nab'), scorer)),
      cloud: step('cloud monitoring', await evaluateWindows(data('cloud-monitoring'), scorer)),
      asd: step('asd', evaluateEntities(data('asd'))),
      petshop: step('petshop', evaluateCauses(data('petshop/low_traffic'))),
      quiet: step('quiet', await replayQuiet(healthyHosts(HEALTHY), ({ title }) => console.error(title))),
    };
    const text = page(evaluation);
    writeFileSync(options.output, text);
    console.log(text);
    console.log(JSON.stringify(evaluation));
  } else {
    console.log(EVALUATE_USAGE);
  }
} catch (error) {
  console.error(error instanceof Error ? error.message : String(error));
  console.error('npm run evaluate -- --help says how it is used');
  process.exitCode = 1;
}
