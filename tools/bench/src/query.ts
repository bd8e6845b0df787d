// npm run bench:query [-- --series N --seconds N --only ...]: the same range queries against ours, Prometheus and VictoriaMetrics after
// the same load. Ours is asked over the bus, as the gateway asks; JSON as the last line.
import { buildIngest } from './build-ingest.ts';
import { endOnSignal } from './end-on-signal.ts';
import { cpuSecondsOf } from './process-usage.ts';
import { ingestOptions, roundsOf, type ReceiverName } from './ingest-options.ts';
import { Latencies } from './load/latencies.ts';
import { loadFrom } from './measure-ingest.ts';
import { QUERY_CASES } from './query-cases.ts';
import { startOurs } from './receivers/ours.ts';
import { startPrometheus } from './receivers/prometheus.ts';
import { askOverHttp, type AskRange } from './receivers/promql-client.ts';
import type { Receiver } from './receivers/receiver.ts';
import { startVictoriaMetrics } from './receivers/victoria-metrics.ts';
import { settle } from './settle.ts';

const STEP_MS = 15_000;
const HOUR_MS = 3_600_000;
const REPEATS = 20;
const SPARE_SERIES = 10_000;

endOnSignal();
const options = ingestOptions(process.argv.slice(2));
const series = options.seriesCounts[0]!;
const rounds = roundsOf(options, series);
const end = Math.floor(Date.now() / HOUR_MS) * HOUR_MS - options.endsHoursAgo * HOUR_MS;
if (options.only.includes('ours')) buildIngest();

const overHttp = async (started: Promise<Receiver & { url: string }>): Promise<Receiver & { ask: AskRange }> => {
  const receiver = await started;
  return Object.assign(receiver, { ask: askOverHttp(receiver.url) });
};
const START: Record<ReceiverName, () => Promise<Receiver & { ask: AskRange }>> = {
  ours: () => startOurs(series + SPARE_SERIES),
  prometheus: () => overHttp(startPrometheus()),
  victoriametrics: () => overHttp(startVictoriaMetrics()),
};

const measured: [ReceiverName, unknown][] = [];
for (const name of options.only) {
  const note = (line: string): void => void process.stderr.write(`${name}: ${line}\n`);
  const receiver = await START[name]();
  try {
    note(`loading ${series} series, ${rounds} samples each`);
    const target = { url: receiver.writeUrl, headers: receiver.headers };
    await loadFrom({ ...options, ...target, series, rounds, startAt: end - rounds * STEP_MS, stepMs: STEP_MS })(() => undefined);
    await settle(receiver);
    measured.push([name, await measureQueries(receiver, note)]);
  } finally {
    await receiver.stop();
  }
}
console.log(JSON.stringify({ series, samples: series * rounds, repeats: REPEATS, ...Object.fromEntries(measured) }));

/** Every query as often as the others, in turn; the first time apart, as it finds nothing in memory. */
async function measureQueries({ ask, processes }: Receiver & { ask: AskRange }, note: (line: string) => void): Promise<unknown> {
  const cases: Record<string, unknown> = {};
  for (const { name, query, backMs, stepMs } of QUERY_CASES) {
    const asked = { query, start: Math.max(end - backMs, end - rounds * STEP_MS), end, stepMs };
    const latencies = new Latencies();
    const cpu = cpuSecondsOf(Object.values(processes).flat());
    let firstMs = 0;
    let answer = { series: 0, points: 0 };
    for (let i = 0; i <= REPEATS; i++) {
      const startedAt = performance.now();
      answer = await ask(asked);
      const ms = performance.now() - startedAt;
      if (i === 0) firstMs = Math.round(ms * 100) / 100;
      else latencies.add(ms);
    }
    const cpuMs = Math.round(((cpuSecondsOf(Object.values(processes).flat()) - cpu) / (REPEATS + 1)) * 1000);
    cases[name] = { ...answer, firstMs, p50Ms: latencies.quantile(0.5), p99Ms: latencies.quantile(0.99), cpuMs };
    note(`${name}: ${JSON.stringify(cases[name])}`);
  }
  return cases;
}
