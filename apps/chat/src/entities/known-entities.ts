import { type EntityRef, entityKey, ListIncidents, ListInventory, ListSeries, ListTargets } from '@cloudops/contracts';
import type { Facts } from '../tools/facts.ts';

/** One series that every kind of host or target has, so that few rows name many entities. */
const PRESENCE = 'up|node_load1|node_boot_time_seconds|process_start_time_seconds';

/**
 * Entities that a question may name: those with incidents first, then the inventory, scrape targets and series.
 * A service that does not answer only shortens the list.
 */
export async function knownEntities(facts: Facts, signal: AbortSignal): Promise<EntityRef[]> {
  const found = await Promise.allSettled([
    facts
      .ask(ListIncidents, { limit: 100 }, { signal })
      .then((r) => r.incidents.flatMap((i) => [i.entity, ...i.anomalies.map((a) => a.entity)])),
    facts.ask(ListInventory, {}, { signal }).then((r) => r.entries.map((e) => e.entity)),
    facts.ask(ListTargets, {}, { signal }).then((r) => r.targets.map((t) => t.entity)),
    facts
      .ask(ListSeries, { matchers: [{ label: '__name__', op: '=~', value: PRESENCE }], limit: 500 }, { signal })
      .then((r) => r.series.map((s) => s.entity)),
  ]);
  const unique = new Map<string, EntityRef>();
  for (const result of found)
    if (result.status === 'fulfilled') for (const e of result.value) unique.set(entityKey(e), unique.get(entityKey(e)) ?? e);
  return [...unique.values()];
}
