// node --import ./tools/register.mjs apps/anomaly/src/replay.ts RULES: frames of series and batches on stdin, a line of JSON for what they lead to on stdout.
import { readFrames } from './replay/read-frames.ts';
import { replayService, type ReplayRules } from './replay/replay-service.ts';

const tell = (line: object): void => void process.stdout.write(`${JSON.stringify(line)}\n`);
const service = replayService(JSON.parse(process.argv[2]!) as ReplayRules, tell);
for await (const frame of readFrames(process.stdin)) {
  if ('series' in frame) service.describe(frame.series);
  else await service.follow(frame.batch);
}
tell({ replayed: service.figures() });
