import { expect, it } from '@jest/globals';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { cpuSecondsOf, peakRssMib, pssMib } from './process-usage.ts';

it('counts what ended children have burnt', async () => {
  const script = `const { execFileSync } = require('node:child_process');
    execFileSync(process.execPath, ['-e', 'while (process.cpuUsage().user < 400_000);']);
    console.log('done'); setInterval(() => {}, 1000);`;
  const parent = spawn(process.execPath, ['-e', script]);
  await once(parent.stdout, 'data');
  expect(cpuSecondsOf([parent.pid!])).toBeGreaterThan(0.3);
  expect(peakRssMib([parent.pid!])).toBeGreaterThan(10);
  expect(pssMib([parent.pid!])).toBeGreaterThan(5);
  parent.kill('SIGKILL');
}, 60_000);

it('knows nothing of a process that is not there', () => {
  expect([cpuSecondsOf([2 ** 22 + 1]), peakRssMib([2 ** 22 + 1]), pssMib([2 ** 22 + 1])]).toEqual([0, 0, 0]);
});
