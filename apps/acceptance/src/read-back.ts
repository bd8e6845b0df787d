import type { Point, SeriesDescriptor } from '@cloudops/contracts';
import type { PrometheusSeries } from './prometheus-sender.ts';
import type { RunningStack } from './running-stack.ts';

const SHOWN = 10;

/**
 * Samples that Prometheus has and the stack does not have with the same time and value; empty when all are there.
 * NaN and infinities travel as null in our JSON, so for them only the time can be compared here.
 */
export async function missingSamples(
  stack: RunningStack,
  sent: readonly PrometheusSeries[],
  fromMs: number,
  toMs: number,
): Promise<string[]> {
  const kept = await keptSamples(stack, Math.floor(fromMs) - 1000, Math.ceil(toMs) + 1000);
  const missing: string[] = [];
  for (const { labels, values } of sent) {
    const ours = kept.get(keyOf({ ...labels, cluster: 'acceptance' }));
    for (const [seconds, text] of values) {
      const at = Math.round(seconds * 1000);
      const value = Number(text);
      const found = ours?.get(at);
      const equal = found !== undefined && (Number.isFinite(value) ? Object.is(found, value) : found === null);
      if (!equal && missing.length < SHOWN) missing.push(`${keyOf(labels)} @${at} = ${text}, here: ${String(found)}`);
    }
  }
  return missing;
}

async function keptSamples(stack: RunningStack, from: number, to: number): Promise<Map<string, Map<number, number | null>>> {
  const query = new URLSearchParams({ match: '{job="node",cluster="acceptance"}', from: String(from), to: String(to) });
  const response = await stack.get(`/api/v1/samples?${query.toString()}`);
  if (!response.ok) throw new Error(`reading back answered ${response.status}: ${await response.text()}`);
  const kept = new Map<string, Map<number, number | null>>();
  for (const line of (await response.text()).split('\n').filter(Boolean)) {
    const { series, points } = JSON.parse(line) as { series: SeriesDescriptor; points: Point[] };
    const key = keyOf({ ...series.labels, __name__: series.name });
    const values = kept.get(key) ?? new Map<number, number | null>();
    for (const [at, value] of points) values.set(at, value);
    kept.set(key, values);
  }
  return kept;
}

const keyOf = (labels: Record<string, string>): string => JSON.stringify(Object.entries(labels).sort(([a], [b]) => (a < b ? -1 : 1)));
