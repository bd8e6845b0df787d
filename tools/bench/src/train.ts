// npm run bench:train [-- --entities 50 --beside-series 0 --idle-seconds 90]
// Models of 50 entities from 30 days of history each, trained one after the other while the service goes on scoring; JSON as the last line.
import { parseArgs } from 'node:util';
import { buildApps } from './build-apps.ts';
import { endOnSignal } from './end-on-signal.ts';
import { measureTraining } from './train/measure-training.ts';

endOnSignal();
const { values } = parseArgs({
  options: {
    entities: { type: 'string', default: '50' },
    'beside-series': { type: 'string', default: '0' },
    'idle-seconds': { type: 'string', default: '90' },
  },
});
const note = (line: string): void => void process.stderr.write(`train: ${line}\n`);
buildApps('apps/anomaly');
const plan = {
  entities: Number(values.entities),
  besideSeries: Number(values['beside-series']),
  idleSeconds: Number(values['idle-seconds']),
};
console.log(JSON.stringify(await measureTraining(plan, note)));
