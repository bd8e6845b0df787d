import { SampleColumn } from './sample-column.ts';
import { bitsOf, NO_SAMPLES, type Samples } from './samples.ts';

/**
 * One ascending run out of several; where two hold the same time, the earlier argument wins. Inputs must ascend.
 * This is what makes a sample that was stored twice (a retried request after a crash) count once.
 */
export function mergeSamples(runs: readonly Samples[]): Samples {
  const filled = runs.filter((run) => run.times.length > 0);
  if (filled.length === 0) return NO_SAMPLES;
  // pair by pair until runs follow each other: the usual case copies each sample once, however many runs there are
  const settled = [unique(filled[0]!)];
  for (const run of filled.slice(1).map(unique)) {
    const last = settled.at(-1)!;
    if (last.times.at(-1)! < run.times[0]!) settled.push(run);
    else settled.splice(0, settled.length, mergeTwo(concatenated(settled), run));
  }
  return concatenated(settled);
}

/** Copies values as memory, so that every bit stays. */
function concatenated(runs: readonly Samples[]): Samples {
  if (runs.length === 1) return runs[0]!;
  const length = runs.reduce((sum, { times }) => sum + times.length, 0);
  const [times, values] = [new Float64Array(length), new Float64Array(length)];
  let at = 0;
  for (const run of runs) {
    times.set(run.times, at);
    values.set(run.values, at);
    at += run.times.length;
  }
  return { times, values };
}

function mergeTwo(first: Samples, second: Samples): Samples {
  const out = new SampleColumn(first.times.length + second.times.length);
  const take = (from: Samples, bits: Uint32Array, i: number) => out.push(from.times[i]!, bits[2 * i]!, bits[2 * i + 1]!);
  const firstBits = bitsOf(first.values);
  const secondBits = bitsOf(second.values);
  let i = 0;
  let last = -Infinity;
  for (let j = 0; j < second.times.length; j++) {
    const time = second.times[j]!;
    for (; i < first.times.length && first.times[i]! <= time; i++) {
      last = first.times[i]!;
      take(first, firstBits, i);
    }
    if (time !== last) take(second, secondBits, j);
    last = time;
  }
  for (; i < first.times.length; i++) take(first, firstBits, i);
  return out.view(0, out.length);
}

function unique(run: Samples): Samples {
  let repeated = false;
  for (let i = 1; i < run.times.length && !repeated; i++) repeated = run.times[i] === run.times[i - 1];
  return repeated ? mergeTwo(NO_SAMPLES, run) : run;
}
