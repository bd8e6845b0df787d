// npm run bench:train [-- --entities 50 --idle-seconds 90]
// Models of 50 entities from 30 days of history each, trained one after the other while the service goes on scoring; JSON as the last line.
import { parseArgs } from 'node:util';
import { buildApps } from './build-apps.ts';
import { endOnSignal } from './end-on-signal.ts';
import { measureTraining } from './train/measure-training.ts';

endOnSignal();
const { values } = parseArgs({
  options: { entities: { type: 'string', default: '50' }, 'idle-seconds': { type: 'string', default: '90' } },
});
const note = (line: string): void => void process.stderr.write(`train: ${line}\n`);
buildApps('apps/anomaly');
console.log(JSON.stringify(await measureTraining(Number(values.entities), Number(values['idle-seconds']), note)));
