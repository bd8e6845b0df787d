// npm run bench:detect [-- --help]
// The detector alone, the running pipeline from sample to event, and Prometheus computing bands for the same kind of series; JSON as the last line.
import { buildApps } from './build-apps.ts';
import { measureBands } from './detect/measure-bands.ts';
import { measurePipeline } from './detect/measure-pipeline.ts';
import { runDetector } from './detect/run-detector.ts';
import { DETECT_USAGE, detectOptions, type DetectOptions, type DetectPart } from './detect-options.ts';
import { endOnSignal } from './end-on-signal.ts';

/** Of the detector alone. */
const ROUNDS = 400;

endOnSignal();
const options = detectOptions(process.argv.slice(2));
console.log(options ? JSON.stringify(await result(options)) : DETECT_USAGE);

async function result(asked: DetectOptions): Promise<object> {
  const wants = (part: DetectPart): boolean => asked.only.includes(part);
  const note = (of: string) => (line: string) => void process.stderr.write(`${of}: ${line}\n`);
  if (wants('pipeline')) buildApps('apps/metrics-ingest', 'apps/anomaly');
  const detector = wants('detector') ? await runDetector({ series: asked.detectorSeries, rounds: ROUNDS }, note('detector')) : undefined;
  if (detector) note('detector')(JSON.stringify(detector));
  const pipeline = wants('pipeline') ? await measurePipeline(asked, note('pipeline')) : undefined;
  const bands = wants('promql') ? await measureBands(asked.promqlSeries, note('promql')) : undefined;
  return {
    pointsPerSecondPerCore: detector?.pointsPerSecondPerCore ?? null,
    bytesPerSeries: detector?.bytesPerSeries ?? null,
    eventLatencyMs: pipeline?.eventLatencyMs ?? null,
    promqlBands: bands ? { cpuSecondsPerMillionPoints: bands.cpuSecondsPerMillionPoints } : null,
    ours: pipeline ? { cpuSecondsPerMillionPoints: pipeline.cpuSecondsPerMillionPoints } : null,
  };
}
