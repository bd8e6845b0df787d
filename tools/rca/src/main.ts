// npm run rca -- --data DIR --output FILE [--evidence FILE]
// Ranks the root causes of recorded incidents with the ranking that the product uses.
import { writeFileSync } from 'node:fs';
import { rankFolder } from './rank-folder.ts';
import { RCA_USAGE, rcaOptions } from './rca-options.ts';

try {
  const options = rcaOptions(process.argv.slice(2));
  if (options) {
    const ranking = rankFolder(options.data, (line) => console.error(line));
    const entities = [...ranking].map(([id, causes]) => [id, causes.map(({ entity }) => entity)]);
    writeFileSync(options.output, `${JSON.stringify(Object.fromEntries(entities), null, 1)}\n`);
    if (options.evidence) writeFileSync(options.evidence, `${JSON.stringify(Object.fromEntries(ranking), null, 1)}\n`);
    console.log(`${ranking.size} incidents ranked: ${options.output}`);
  } else {
    console.log(RCA_USAGE);
  }
} catch (error) {
  console.error(error instanceof Error ? error.message : String(error));
  console.error('npm run rca -- --help says how it is used');
  process.exitCode = 1;
}
