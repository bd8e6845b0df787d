import { nodeRuntimeOf, type Anomaly, type Incident } from '@cloudops/contracts';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import type { Delivery } from './delivery.ts';
import { QuietCount, type QuietFigures } from './quiet-figures.ts';
import { FrameWriter } from './write-frames.ts';

const REPLAY = fileURLToPath(new URL('../../../../apps/anomaly/src/replay.ts', import.meta.url));
const REGISTER = new URL('../../../register.mjs', import.meta.url).pathname;
/** As `apps/anomaly` has them by default, and a restart from its snapshot every day of sample time. */
const RULES = { maxViews: 1_000_000, maxEntities: 10_000, quietMs: 30_000, restartMs: 86_400_000 };

interface Line {
  readonly detected?: Anomaly[];
  readonly opened?: Incident[];
  readonly replayed?: { points: number; views: number; refused: number; restarts: number };
}

export interface Replay extends QuietFigures {
  readonly points: number;
  readonly restarts: number;
}

/** Plays deliveries to the anomaly service's own code in a process of its own, without a clock. @param tell every incident, for a person. */
export async function replayQuiet(deliveries: Iterable<Delivery>, tell: (incident: Incident) => void): Promise<Replay> {
  const flags = ['--import', REGISTER, ...nodeRuntimeOf('anomaly').options];
  const child = spawn(process.execPath, [...flags, REPLAY, JSON.stringify(RULES)], { stdio: ['pipe', 'pipe', 'inherit'] });
  const exited = once(child, 'exit') as Promise<[number | null]>;
  const frames = new FrameWriter();
  const counted = new QuietCount(frames.spans);
  let replayed: Line['replayed'];
  const reading = (async () => {
    for await (const text of createInterface({ input: child.stdout })) {
      const line = JSON.parse(text) as Line;
      for (const anomaly of line.detected ?? []) counted.detected(anomaly);
      for (const incident of line.opened ?? []) {
        counted.opened(incident);
        tell(incident);
      }
      replayed ??= line.replayed;
    }
  })();
  child.stdin.on('error', () => undefined); // it ended early: its exit code says so
  try {
    for (const delivery of deliveries) {
      for (const frame of frames.frames(delivery)) {
        if (!child.stdin.write(frame)) await Promise.race([once(child.stdin, 'drain'), exited]);
      }
      if (child.exitCode !== null) break;
    }
  } finally {
    child.stdin.end();
  }
  const [code] = await exited;
  await reading;
  if (code !== 0 || !replayed) throw new Error('the replay ended early; its output says why');
  return { points: replayed.points, restarts: replayed.restarts, ...counted.figures(frames.series.size) };
}
