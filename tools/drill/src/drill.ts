import type { InventoryEntry } from '@cloudops/contracts';
import { setTimeout as delay } from 'node:timers/promises';
import { isGood, tellsTheStory, type DrillResult } from './drill-result.ts';
import type { Gateway } from './gateway.ts';
import { note } from './note.ts';
import { waitUntilLearned } from './readiness.ts';
import { SupervisedWorkload } from './supervised-workload.ts';
import { startTraffic } from './traffic.ts';
import { lookBefore, watch } from './watch.ts';

const ENTRY = 'drill-workload';
const JOB = 'drill';
const FAULT_SECONDS = 180;
const TARGET_LIFE_MS = 30 * 60_000;
const ANSWER_PATIENCE_MS = 20_000;

/** The whole story on one stack, told into `result` as it goes; whatever it started is stopped at the end. */
export async function drill(gateway: Gateway, result: DrillResult, timeoutSeconds: number, signal: AbortSignal): Promise<void> {
  const { entries } = await gateway.get<{ entries: InventoryEntry[] }>('/api/v1/inventory');
  const entry = entries.find((e) => e.id === ENTRY);
  if (!entry)
    throw new Error(`The inventory of ${gateway.url} has no ${ENTRY}; it has ${entries.map((e) => e.id).join(', ') || 'nothing'}`);
  const { runner } = entry;
  if (runner.kind !== 'supervisor') throw new Error(`The drill needs ${ENTRY} behind a supervisor; the inventory says ${runner.kind}`);
  const workload = await SupervisedWorkload.start(runner, signal);
  const stopTraffic = startTraffic(workload.url);
  try {
    note(`workload runs at ${workload.url}, supervised at ${runner.socket}`);
    const expiresAt = new Date(Date.now() + TARGET_LIFE_MS).toISOString();
    const target = { job: JOB, url: `${workload.url}/metrics`, intervalMs: 1_000, entity: entry.entity, expiresAt };
    await gateway.call('POST', '/api/v1/targets', target);
    await waitUntilLearned(gateway, entry.entity, signal);
    const before = await lookBefore(gateway);
    const startsBefore = await workload.starts();
    await workload.inject(result.fault, FAULT_SECONDS);
    const onset = performance.now();
    note(`fault injected: ${result.fault}`);
    try {
      await watch(gateway, entry.entity, before, result, { onset, timeoutSeconds, signal });
    } finally {
      result.executions = (await workload.starts()) - startsBefore;
    }
    result.answer = await ask(gateway, signal);
    result.ok = isGood(result, ENTRY);
    if (!result.ok) note(`not good: ${result.executions} executions; the answer was: ${result.answer}`);
  } finally {
    stopTraffic();
    await workload.stop();
  }
}

/** Takes the target away again; with its own signal, since it also runs after Ctrl-C. */
export const removeTarget = (gateway: Gateway): Promise<unknown> => gateway.call('DELETE', `/api/v1/targets/${JOB}`, undefined, 5_000);

/** The chat hears of the last steps by events of its own neighbours, so that it may be asked again for a moment. */
async function ask(gateway: Gateway, signal: AbortSignal): Promise<string> {
  const giveUpAt = performance.now() + ANSWER_PATIENCE_MS;
  for (;;) {
    const query = `what happened to ${ENTRY} and what did you do about it?`;
    const { text } = await gateway.call<{ text: string }>('POST', '/query', { query });
    if (tellsTheStory(text, ENTRY) || performance.now() > giveUpAt) return text;
    await delay(2_000, undefined, { signal });
  }
}
