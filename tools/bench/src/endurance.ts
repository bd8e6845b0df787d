// npm run bench:endurance [-- --minutes N --sender prometheus|vmagent|both --kill-every N --seed N]
// Real senders write to metrics-ingest while it is killed over and over; then every sample read back is compared with what was generated.
import { existsSync } from 'node:fs';
import { freePort } from '@cloudops/testing';
import { buildIngest } from './build-ingest.ts';
import { endOnSignal } from './end-on-signal.ts';
import { ENDURANCE_USAGE, enduranceOptions, type SenderName } from './endurance-options.ts';
import { checkExposed } from './endurance/check-exposed.ts';
import { compareSamples, isEqual, type Comparison } from './endurance/compare-samples.ts';
import { ExposingTarget } from './endurance/exposing-target.ts';
import { killLoop } from './endurance/kill-loop.ts';
import { SampleSet } from './endurance/sample-set.ts';
import { startPrometheusSender } from './endurance/senders/prometheus-sender.ts';
import { SENDER_LABEL, type ScrapeJob, type Sender, type WriteTarget } from './endurance/senders/sender.ts';
import { startVmagentSender } from './endurance/senders/vmagent-sender.ts';
import { answeredSamples, asAnswered, storedRows } from './endurance/stored-samples.ts';
import { waitUntilQuiet } from './endurance/wait-until-quiet.ts';
import { randomNumbers } from './load/series-shapes.ts';
import { peakRssMib } from './process-usage.ts';
import { startOurs, type Ours } from './receivers/ours.ts';
import { runServer } from './receivers/server-binary.ts';

const NODE_EXPORTER = '/usr/bin/prometheus-node-exporter';
const EXPOSED_JOB = 'exposed';
const MAX_SERIES = 200_000;
/** Far more often than by default: between two kills history is folded a few times, and some kills meet it at that. */
const COMPACT_MS = 1_000;
/** Longer than a sender takes to end the series of a target that is gone (two intervals and the pause of its discovery). */
const QUIET_MS = 25_000;
const LONGEST_DRAIN_MS = 600_000;
const START: Record<SenderName, (to: WriteTarget, jobs: readonly ScrapeJob[]) => Promise<Sender>> = {
  prometheus: startPrometheusSender,
  vmagent: startVmagentSender,
};

endOnSignal();
const options = enduranceOptions(process.argv.slice(2));
if (options === undefined) console.log(ENDURANCE_USAGE);
else {
  buildIngest();
  process.exitCode = (await run(options)) ? 0 : 1;
}

async function run({ minutes, senders: names, killEverySeconds, seed }: NonNullable<typeof options>): Promise<boolean> {
  const note = (line: string): void => void process.stderr.write(`${new Date().toISOString()} ${line}\n`);
  const stops: (() => Promise<unknown>)[] = [];
  try {
    const ours = await startOurs(MAX_SERIES, { COMPACT_INTERVAL_MS: String(COMPACT_MS) });
    stops.push(() => ours.stop());
    const target = await ExposingTarget.start(seed);
    stops.push(() => target.stop());
    const exporter = await startNodeExporter();
    if (exporter) stops.push(() => exporter.stop());
    const senders: Sender[] = [];
    for (const name of names) {
      const jobs = [{ job: EXPOSED_JOB, address: target.address, path: `/${name}`, seconds: 1 }];
      if (exporter) jobs.push({ job: 'node', address: exporter.address, path: '/metrics', seconds: 5 });
      const sender = await START[name](ours, jobs);
      stops.push(() => sender.stop());
      senders.push(sender);
    }

    const startedAt = Date.now();
    for (const sender of senders) await sender.scrape();
    const kill = { everySeconds: killEverySeconds, until: startedAt + minutes * 60_000, random: randomNumbers(seed) };
    const kills = await killLoop(ours.ingest, kill, (count) => note(`kill ${count}`));
    for (const sender of senders) await sender.rest();
    const restedAt = Date.now();
    note('no more scrapes; waiting until the senders have sent all');
    await Promise.all(senders.map((sender) => drain(sender)));
    const drainedAt = Date.now();
    note('waiting until history holds all');
    const journal = async (): Promise<{ holds: boolean; figure: number }> => ({ holds: await ours.isSettled(), figure: 0 });
    await waitUntilQuiet('the journal', journal, { quietMs: 2_000, timeoutMs: LONGEST_DRAIN_MS });

    const generated = new SampleSet();
    const bySender: Record<string, unknown> = {};
    const answers: Comparison[] = [];
    let isExposedRight = true;
    for (const sender of senders) {
      const own = await sender.generated();
      const exposed = checkExposed(own, seed, { job: EXPOSED_JOB, instance: target.address, [SENDER_LABEL]: sender.name });
      isExposedRight &&= exposed.wrong === 0 && exposed.scrapes > 0;
      const answered = compareSamples(asAnswered(own), await answersOf(ours, sender.name, startedAt));
      answers.push(answered);
      bySender[sender.name] = {
        samples: own.size,
        exposed: { ...exposed, served: target.served.get(`/${sender.name}`) },
        answered,
        ...(await sender.figures()),
      };
      for (const [id, labels] of own.labels) generated.labels.set(id, labels);
      for (const [id, seen] of own.series) generated.series.set(id, seen); // the label of the sender keeps them apart
    }
    const stored = compareSamples(generated, await storedRows(ours));
    const equal = isEqual(stored) && answers.every(isEqual) && isExposedRight;
    console.log(
      JSON.stringify({
        ...{ minutes, kills, equal, series: generated.series.size, ...stored, bySender },
        ...{ drainSeconds: Math.round((drainedAt - restedAt) / 1_000), settleSeconds: Math.round((Date.now() - drainedAt) / 1_000) },
        rssMb: peakRssMib([ours.ingest.pid]),
      }),
    );
    return equal;
  } finally {
    for (const stop of stops.reverse()) await stop();
  }
}

function answersOf(ours: Ours, sender: string, from: number): Promise<SampleSet> {
  return answeredSamples(ours, `{${SENDER_LABEL}="${sender}"}`, from - 60_000, Date.now());
}

function drain(sender: Sender): Promise<void> {
  const look = async (): Promise<{ holds: boolean; figure: number }> => ({
    holds: await sender.isDrained(),
    figure: (await sender.figures())['appended'] ?? 0,
  });
  return waitUntilQuiet(sender.name, look, { quietMs: QUIET_MS, timeoutMs: LONGEST_DRAIN_MS });
}

async function startNodeExporter(): Promise<{ address: string; stop(): Promise<void> } | undefined> {
  if (!existsSync(NODE_EXPORTER)) return undefined;
  const address = `127.0.0.1:${await freePort()}`;
  const server = await runServer(NODE_EXPORTER, [`--web.listen-address=${address}`], `http://${address}/metrics`);
  return { address, stop: () => server.stop() };
}
