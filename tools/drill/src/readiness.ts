import { entityKey, type EntityRef, type Incident } from '@cloudops/contracts';
import { setTimeout as delay } from 'node:timers/promises';
import type { Gateway } from './gateway.ts';
import { note } from './note.ts';

const LEARN_MS = 60_000;
/** CPU, memory, event loop, traffic and latency. */
const LEAST_VIEWS = 4;
const GIVE_UP_MS = 300_000;
const POLL_MS = 1_000;

/** Waits until the detectors know the workload and no incident of it is open, so that what follows is the fault's doing. */
export async function waitUntilLearned(gateway: Gateway, entity: EntityRef, signal: AbortSignal): Promise<void> {
  const from = performance.now();
  let said = '';
  for (;;) {
    const { readyByEntity } = await gateway.get<{ readyByEntity: Record<string, number> }>('/api/v1/detectors');
    const ready = readyByEntity[entityKey(entity)] ?? 0;
    const open = (await gateway.get<{ incidents: Incident[] }>('/api/v1/incidents?state=open&limit=100')).incidents.filter(
      (i) => entityKey(i.entity) === entityKey(entity),
    );
    const learnedMs = performance.now() - from;
    if (ready >= LEAST_VIEWS && open.length === 0 && learnedMs >= LEARN_MS) return;
    const now = open.length > 0 ? `waiting for the end of incident ${open[0]?.id}: ${open[0]?.title}` : `learning: ${ready} views ready`;
    if (now !== said) note(now);
    said = now;
    if (learnedMs > GIVE_UP_MS) throw new Error(`Not ready for the fault after ${GIVE_UP_MS / 1000} s: ${now}`);
    await delay(POLL_MS, undefined, { signal });
  }
}
