import { DetectorState, GENERIC, observe } from '@cloudops/domain-detection';
import { DetectorLoad } from './detector-load.ts';

const STEP_MS = 15_000;
/** Rounds that fill what a state remembers before it is measured: shapes, tails and residuals. */
const WARM_ROUNDS = 500;
/** Rounds whose values are made at a time, outside of what is timed. */
const CHUNK = 100;

export interface DetectorPlan {
  readonly series: number;
  readonly rounds: number;
}

export interface DetectorFigures {
  readonly pointsPerSecondPerCore: number;
  readonly cpuSecondsPerMillionPoints: number;
  /** Heap and buffers of a warm state. */
  readonly bytesPerSeries: number;
  /** Of a snapshot. */
  readonly writtenBytesPerSeries: number;
  /** Points above 1 by band or by rarity, to show that something was found. */
  readonly anomalous: number;
}

/** Scores every series' next point, one series after the other: each comes from memory that the others have pushed out of the caches. */
export function measureDetector({ series, rounds }: DetectorPlan, onProgress: (line: string) => void): DetectorFigures {
  const load = new DetectorLoad(series, STEP_MS, Date.UTC(2026, 0, 5));
  const empty = usedBytes();
  const states = Array.from({ length: series }, () => new DetectorState());
  score(load, states, 0, WARM_ROUNDS);
  const bytesPerSeries = Math.round((usedBytes() - empty) / series);
  onProgress(`${series} warm states, ${bytesPerSeries} bytes each`);
  const { cpuSeconds, anomalous } = score(load, states, WARM_ROUNDS, rounds);
  const written = states.reduce((sum, state) => sum + state.serialise().byteLength, 0);
  return {
    pointsPerSecondPerCore: Math.round((rounds * series) / cpuSeconds),
    cpuSecondsPerMillionPoints: Number(((cpuSeconds / (rounds * series)) * 1e6).toFixed(3)),
    bytesPerSeries,
    writtenBytesPerSeries: Math.round(written / series),
    anomalous,
  };
}

/** CPU time of this process, garbage collection included, without the making of the values. */
function score(
  load: DetectorLoad,
  states: readonly DetectorState[],
  from: number,
  rounds: number,
): { cpuSeconds: number; anomalous: number } {
  let [micros, anomalous] = [0, 0];
  for (let first = from; first < from + rounds; first += CHUNK) {
    const count = Math.min(CHUNK, from + rounds - first);
    const values = load.rounds(first, count);
    const before = process.cpuUsage();
    for (let round = 0, at = 0; round < count; round++) {
      const time = load.timeOf(first + round);
      for (const state of states) {
        const { score, rarity } = observe(state, time, values[at++]!, GENERIC);
        if (score > 1 || rarity > 1) anomalous++;
      }
    }
    const { user, system } = process.cpuUsage(before);
    micros += user + system;
  }
  return { cpuSeconds: micros / 1e6, anomalous };
}

/** After a full collection; buffers of typed arrays lie outside of the heap. */
function usedBytes(): number {
  if (!globalThis.gc) throw new Error('To be run with --expose-gc');
  for (let i = 0; i < 3; i++) globalThis.gc();
  const { heapUsed, external } = process.memoryUsage();
  return heapUsed + external;
}
