// npm run bench:ingest [-- --help]
// Receive, journal, history and compaction, side by side with Prometheus and VictoriaMetrics under the same load; JSON as the last line.
import { buildIngest } from './build-ingest.ts';
import { endOnSignal } from './end-on-signal.ts';
import { curveOf } from './curve.ts';
import { INGEST_USAGE, ingestOptions, roundsOf, type IngestOptions, type ReceiverName } from './ingest-options.ts';
import { CATCH_UP_RATE, catchUpOf } from './load/catch-up.ts';
import type { LoadPlan } from './load/load-plan.ts';
import { recordLive } from './load/record-live.ts';
import { capturedBodies, endingBefore, replayBodies } from './load/replay-bodies.ts';
import { loadFrom, measureIngest, type Load } from './measure-ingest.ts';
import type { Measurement } from './measurement.ts';
import { startOurs } from './receivers/ours.ts';
import { startPrometheus } from './receivers/prometheus.ts';
import type { Receiver } from './receivers/receiver.ts';
import { startVictoriaMetrics } from './receivers/victoria-metrics.ts';

const STEP_MS = 15_000;
const HOUR_MS = 3_600_000;
/** Room beside the series of the load. */
const SPARE_SERIES = 10_000;

const START: Record<ReceiverName, (series: number) => Promise<Receiver>> = {
  ours: (series) => startOurs(series + SPARE_SERIES),
  prometheus: startPrometheus,
  victoriametrics: startVictoriaMetrics,
};
type Run = { series: number | null; samples: number } & Partial<Record<ReceiverName, Measurement>>;
type LoadsFor = (receiver: Receiver) => { firstSight?: Load; rest: Load };

endOnSignal();
const options = ingestOptions(process.argv.slice(2));
if (options.help) console.log(INGEST_USAGE);
else {
  if (options.only.includes('ours')) buildIngest();
  console.log(JSON.stringify(await result(options)));
}

async function result(asked: IngestOptions): Promise<object> {
  const { replay, live, catchUp, seriesCounts } = asked;
  if (replay !== undefined || live !== undefined) {
    if (live !== undefined) process.stderr.write(`recording a Prometheus for ${live} minutes\n`);
    return replayRun(asked, replay === undefined ? await recordLive(live!) : capturedBodies(replay));
  }
  if (catchUp !== undefined) return catchUpRun(asked, seriesCounts[0]!, catchUp * 60);
  const runs: Run[] = [];
  for (const series of seriesCounts) runs.push(await madeRun(asked, series));
  return asked.curve ? { curve: runs, ...curveOf(runs) } : runs[0]!;
}

/** Made series: one round for first sight, then the rest. */
function madeRun(asked: IngestOptions, series: number): Promise<Run> {
  const rounds = roundsOf(asked, series);
  const startAt = latestOf(asked) - rounds * STEP_MS;
  return measureAll(asked, series, `${series} series, ${rounds} samples each`, (receiver) => {
    const plan = planFor(asked, receiver, series, startAt);
    return {
      firstSight: loadFrom({ ...plan, rounds: 1, rate: 0 }),
      rest: loadFrom({ ...plan, rounds: rounds - 1, startAt: startAt + STEP_MS }),
    };
  });
}

async function replayRun(asked: IngestOptions, captured: readonly Buffer[]): Promise<Run> {
  const bodies = endingBefore(captured, latestOf(asked));
  const run = await measureAll(asked, SPARE_SERIES, `${bodies.length} captured bodies`, (receiver) => ({
    rest: () => replayBodies(bodies, receiver),
  }));
  return { ...run, series: null };
}

/** A sender that has caught up is back in the present: here its last samples are those of now. */
async function catchUpRun(asked: IngestOptions, series: number, outageSeconds: number): Promise<object> {
  const { rounds, liveSamplesPerSecond, idealSeconds } = catchUpOf(outageSeconds, { series, stepMs: STEP_MS });
  const startAt = Date.now() - outageSeconds * 1_000 - STEP_MS;
  const rate = CATCH_UP_RATE * liveSamplesPerSecond;
  const run = await measureAll(asked, series, `${rounds} samples of ${series} series after an outage`, (receiver) => {
    const plan = planFor(asked, receiver, series, startAt);
    return { firstSight: loadFrom({ ...plan, rounds: 1 }), rest: loadFrom({ ...plan, rounds, rate, startAt: startAt + STEP_MS }) };
  });
  const caughtUp = asked.only.map((name) => {
    const { samplesPerSecond, settlingSeconds } = run[name]!;
    const seconds = (rounds * series) / samplesPerSecond;
    return [name, { seconds, timesLive: samplesPerSecond / liveSamplesPerSecond, keptUp: seconds < idealSeconds * 1.05, settlingSeconds }];
  });
  return { ...run, outageSeconds, idealSeconds, caughtUp: Object.fromEntries(caughtUp) as object };
}

async function measureAll(asked: IngestOptions, series: number, what: string, loadsFor: LoadsFor): Promise<Run> {
  const measured: [ReceiverName, Measurement][] = [];
  let samples = 0;
  for (const name of asked.only) {
    const note = (line: string): void => void process.stderr.write(`${name}: ${line}\n`);
    note(`starting, for ${what}`);
    const receiver = await START[name](series);
    try {
      const done = await measureIngest(receiver, loadsFor(receiver), note);
      samples = done.samples;
      measured.push([name, done.measurement]);
      note(JSON.stringify(done.measurement));
    } finally {
      await receiver.stop();
    }
  }
  return { series, samples, ...Object.fromEntries(measured) };
}

function planFor(asked: IngestOptions, to: Receiver, series: number, startAt: number): Omit<LoadPlan, 'rounds'> {
  const { connections, samplesPerRequest, rate } = asked;
  return { url: to.writeUrl, headers: to.headers, connections, samplesPerRequest, rate, series, startAt, stepMs: STEP_MS };
}

/** A time, ms, before which every window of history is over, so that all of it can be compacted. */
function latestOf({ endsHoursAgo }: IngestOptions): number {
  return Math.floor(Date.now() / HOUR_MS) * HOUR_MS - endsHoursAgo * HOUR_MS;
}
