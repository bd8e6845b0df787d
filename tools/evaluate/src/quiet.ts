// npm run evaluate:quiet -- --input FILE|DIR | --generate
import type { Incident } from '@cloudops/contracts';
import { healthyHosts } from './quiet/healthy-hosts.ts';
import { QUIET_USAGE, quietOptions } from './quiet/quiet-options.ts';
import { readRecording } from './quiet/read-recording.ts';
import { replayQuiet } from './quiet/replay-quiet.ts';

try {
  const options = quietOptions(process.argv.slice(2));
  if (options) {
    const { input, json } = options;
    const tell = ({ openedAt, severity, title, reason }: Incident): void => {
      if (!json) console.error(`${openedAt} ${severity} ${title}: ${reason}`);
    };
    const started = performance.now();
    const figures = await replayQuiet(input === undefined ? healthyHosts(options) : readRecording(input), tell);
    if (!json) console.log(JSON.stringify(figures.by, undefined, 2));
    const seconds = Math.round((performance.now() - started) / 100) / 10;
    console.log(JSON.stringify({ input: input ?? 'generated', seconds, ...figures }));
  } else {
    console.log(QUIET_USAGE);
  }
} catch (error) {
  console.error(error instanceof Error ? error.message : String(error));
  console.error('npm run evaluate:quiet -- --help says how it is used');
  process.exitCode = 1;
}
