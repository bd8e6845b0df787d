// npm run bench:ingest [-- --series N --seconds N --rate N --only ours,prometheus,victoriametrics --curve --replay DIR]
// Receive, journal, history and compaction, side by side with Prometheus and VictoriaMetrics under the same load; JSON as the last line.
import { buildIngest } from './build-ingest.ts';
import { ingestOptions, roundsOf, type IngestOptions, type ReceiverName } from './ingest-options.ts';
import type { LoadPlan } from './load/load-plan.ts';
import { capturedBodies, replayBodies } from './load/replay-bodies.ts';
import { loadFrom, measureIngest, type Measurement } from './measure-ingest.ts';
import { startOurs } from './receivers/ours.ts';
import { startPrometheus } from './receivers/prometheus.ts';
import type { Receiver } from './receivers/receiver.ts';
import { startVictoriaMetrics } from './receivers/victoria-metrics.ts';

const STEP_MS = 15_000;
const HOUR_MS = 3_600_000;
/** Room beside the series of the load. */
const SPARE_SERIES = 10_000;

const options = ingestOptions(process.argv.slice(2));
if (options.only.includes('ours')) buildIngest();

const START: Record<ReceiverName, (series: number) => Promise<Receiver>> = {
  ours: (series) => startOurs(series + SPARE_SERIES),
  prometheus: startPrometheus,
  victoriametrics: startVictoriaMetrics,
};

const runs = [];
for (const series of options.seriesCounts) runs.push(await run(options, series));
if (runs.length > 1) for (const line of curve(runs)) process.stderr.write(`${line}\n`);
console.log(JSON.stringify(runs.length === 1 ? runs[0] : { curve: runs }));

type Run = { series: number | null; samples: number } & Partial<Record<ReceiverName, Measurement>>;

async function run({ only, replay, ...load }: IngestOptions, series: number): Promise<Run> {
  const bodies = replay === undefined ? undefined : capturedBodies(replay);
  const rounds = roundsOf({ only, replay, ...load }, series);
  // the hours before: every window of history is over, so that all of it can be compacted
  const startAt = Math.floor(Date.now() / HOUR_MS) * HOUR_MS - load.endsHoursAgo * HOUR_MS - rounds * STEP_MS;
  const measured: [ReceiverName, Measurement][] = [];
  let samples = 0;
  for (const name of only) {
    const note = (line: string): void => void process.stderr.write(`${name}: ${line}\n`);
    note(`starting, for ${bodies ? `${bodies.length} captured bodies` : `${series} series, ${rounds} samples each`}`);
    const receiver = await START[name](series);
    try {
      const plan: LoadPlan = { ...load, url: receiver.writeUrl, headers: receiver.headers, series, rounds, startAt, stepMs: STEP_MS };
      const send = bodies ? () => replayBodies(bodies, receiver) : loadFrom(plan);
      const measurement = await measureIngest(
        receiver,
        async (onProgress) => {
          const result = await send(onProgress);
          samples = result.samples;
          return result;
        },
        note,
      );
      measured.push([name, measurement]);
      note(JSON.stringify(measurement));
    } finally {
      await receiver.stop();
    }
  }
  return { series: bodies ? null : series, samples, ...Object.fromEntries(measured) };
}

function curve(points: readonly Run[]): string[] {
  const header = ['series', ...options.only.map((name) => `${name} CPU-s per million`)].join('  ');
  return [header, ...points.map((point) => [point.series, ...options.only.map((name) => point[name]?.cpuSecondsPerMillion)].join('  '))];
}
