import { fork } from 'node:child_process';
import { nodeRuntimeOf } from '@cloudops/contracts';
import type { DetectorFigures, DetectorPlan } from './measure-detector.ts';

const PROCESS = new URL('./detector-process.ts', import.meta.url).pathname;
const REGISTER = new URL('../../../register.mjs', import.meta.url).pathname;

/** The detector in a process of its own, with V8's flags of the service. */
export const runDetector = (plan: DetectorPlan, note: (line: string) => void): Promise<DetectorFigures> =>
  new Promise((resolve, reject) => {
    const flags = ['--import', REGISTER, '--expose-gc', ...nodeRuntimeOf('anomaly').options];
    const child = fork(PROCESS, [JSON.stringify(plan)], { execArgv: flags });
    let figures: DetectorFigures | undefined;
    child.on('message', (message: { progress?: string; figures?: DetectorFigures }) => {
      if (message.progress !== undefined) note(message.progress);
      figures ??= message.figures;
    });
    child.on('error', reject);
    child.on('exit', () => (figures ? resolve(figures) : reject(new Error('The detector ended early; its output says why'))));
  });
