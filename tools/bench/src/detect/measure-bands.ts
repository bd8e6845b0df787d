import { Agent } from 'node:http';
import { writeFile } from 'node:fs/promises';
import { setTimeout as delay } from 'node:timers/promises';
import { waitFor } from '@cloudops/testing';
import { sendBody } from '../load/send-body.ts';
import { WriteTemplate } from '../load/write-template.ts';
import { cpuSecondsOf } from '../process-usage.ts';
import { startPrometheus } from '../receivers/prometheus.ts';
import { AVERAGE, bandRules, DEVIATION, RAW } from './band-rules.ts';
import { DetectorLoad } from './detector-load.ts';

const STEP_MS = 15_000;
const MINUTE_MS = 60_000;
const RAW_MINUTES = 70;
const RECORDED_MINUTES = 26 * 60;
/** Evaluated more often than the minute that is usual, to measure more of it in the same time: what is counted is one evaluation. */
const EVALUATED_EVERY_S = 5;
const EVALUATIONS = 8;
const IDLE_MS = 20_000;
/** Head chunks are cut and mapped for a while after the last sample. */
const SETTLE_MS = 5_000;

/** CPU time that Prometheus takes for bands evaluated once a minute, by the points that arrive in that minute. */
export async function measureBands(series: number, note: (line: string) => void): Promise<{ cpuSecondsPerMillionPoints: number }> {
  const prometheus = await startPrometheus();
  const agent = new Agent({ keepAlive: true });
  try {
    const to = { url: prometheus.writeUrl, headers: prometheus.headers, agent };
    const until = Math.floor(Date.now() / MINUTE_MS) * MINUTE_MS;
    await sendHistory(series, until, (body) => sendBody(to, body, (status) => note(`answered ${status}, sending again`)));
    note(`history of ${series} series is sent`);
    const cpu = (): number => cpuSecondsOf(prometheus.processes['prometheus']!);
    await delay(SETTLE_MS);
    const idle = await spent(cpu, () => delay(IDLE_MS));
    await writeFile(prometheus.rulesFile, bandRules(EVALUATED_EVERY_S));
    await fetch(`${prometheus.url}/-/reload`, { method: 'POST' });
    const evaluations = (): Promise<number> => metricOf(prometheus.url, 'prometheus_rule_group_iterations_total');
    const atLeast = (count: number): Promise<unknown> =>
      waitFor(async () => (await evaluations()) >= count, { timeoutMs: 120_000, intervalMs: 250, what: `${count} evaluations` });
    await atLeast(1);
    const first = await evaluations();
    const busy = await spent(cpu, () => atLeast(first + EVALUATIONS));
    const each = (busy.cpu - (idle.cpu / idle.seconds) * busy.seconds) / ((await evaluations()) - first);
    const recorded = await metricOf(prometheus.url, 'prometheus_rule_group_last_evaluation_samples');
    note(
      `an evaluation makes ${recorded} samples in ${each.toFixed(3)} CPU-seconds, ${idle.cpu.toFixed(2)} in ${IDLE_MS / 1_000} s without rules`,
    );
    return { cpuSecondsPerMillionPoints: Number(((each / (series * (MINUTE_MS / STEP_MS))) * 1e6).toFixed(3)) };
  } finally {
    agent.destroy();
    await prometheus.stop();
  }
}

/** An hour of raw samples, and 26 of what the rules would have recorded; in the order of time, as Prometheus takes nothing that is much older than its newest. */
async function sendHistory(series: number, until: number, send: (body: Uint8Array) => Promise<void>): Promise<void> {
  const named = (name: string): [string, string][][] =>
    Array.from({ length: series }, (_, i) => [
      ['__name__', name],
      ['instance', `10.20.${i >> 8}.${i & 255}:9100`],
      ['job', `pods-${i % 5}`],
    ]);
  const recorded = new WriteTemplate([AVERAGE, DEVIATION].flatMap(named));
  const raw = new WriteTemplate(named(RAW));
  const from = until - RECORDED_MINUTES * MINUTE_MS;
  const load = new DetectorLoad(series, STEP_MS, from);
  const fill = (template: WriteTemplate, count: number, time: number): Promise<void> => {
    for (let i = 0; i < count; i++) template.set(i, time, load.value(i % series, time));
    return send(template.body);
  };
  for (let minute = from; minute < until; minute += MINUTE_MS) {
    await fill(recorded, 2 * series, minute);
    if (minute < until - RAW_MINUTES * MINUTE_MS) continue;
    for (let time = minute; time < minute + MINUTE_MS; time += STEP_MS) await fill(raw, series, time);
  }
}

async function spent(cpu: () => number, during: () => Promise<unknown>): Promise<{ cpu: number; seconds: number }> {
  const [before, startedAt] = [cpu(), performance.now()];
  await during();
  return { cpu: cpu() - before, seconds: (performance.now() - startedAt) / 1_000 };
}

async function metricOf(url: string, name: string): Promise<number> {
  const text = await (await fetch(`${url}/metrics`)).text();
  return Number(new RegExp(`^${name}(?:\\{[^}]*\\})? (\\S+)$`, 'm').exec(text)?.[1] ?? 0);
}
