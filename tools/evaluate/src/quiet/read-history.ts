import { metricTypeOf, identifySeries, labelValue, NAME_LABEL } from '@cloudops/domain-series';
import type { Labels } from '@cloudops/contracts';
import type { Delivered, Delivery } from './delivery.ts';

/** Prometheus' `query_range` and `query` (s, text), or a line of VictoriaMetrics' export (ms, numbers). */
interface History {
  readonly metric: Labels;
  readonly values: readonly (number | null | readonly [time: number, value: string | number])[];
  readonly timestamps?: readonly number[];
}

interface Column {
  readonly identity: Delivered['identity'];
  readonly type: Delivered['type'];
  readonly times: Float64Array;
  readonly values: Float64Array;
  next: number;
}

/** A history of whole series, told in the order of time as if it arrived now: all samples of one moment together. */
export function* readHistory(text: string, lines: boolean): Generator<Delivery> {
  const columns = seriesIn(text, lines).flatMap((one) => (isHistory(one) ? [columnOf(one)] : []));
  for (;;) {
    const time = columns.reduce((first, c) => Math.min(first, c.times[c.next] ?? Infinity), Infinity);
    if (time === Infinity) return;
    const now = columns.filter((c) => c.times[c.next] === time);
    yield now.map(({ identity, type, times, values, next }) => ({
      identity,
      type,
      times: times.slice(next, next + 1),
      values: values.slice(next, next + 1),
    }));
    for (const column of now) column.next += 1;
  }
}

function seriesIn(text: string, lines: boolean): readonly Partial<History>[] {
  if (lines) return text.split('\n').flatMap((line) => (line.trim() === '' ? [] : [JSON.parse(line) as Partial<History>]));
  const parsed = JSON.parse(text) as { data?: { result?: History[] } };
  return parsed.data?.result ?? [];
}

/** Beside a recording there may lie other JSON. */
const isHistory = (one: Partial<History>): one is History => one.metric !== undefined && one.values !== undefined;

function columnOf({ metric, values, timestamps }: History): Column {
  const identity = identifySeries(metric);
  const times = Float64Array.from(values, (point, i) =>
    Array.isArray(point) ? Math.round(Number(point[0]) * 1000) : (timestamps?.[i] ?? NaN),
  );
  const numbers = Float64Array.from(values, (point) => (Array.isArray(point) ? Number(point[1]) : ((point as number | null) ?? NaN)));
  const undeclared = { get: () => undefined };
  return { identity, type: metricTypeOf(labelValue(identity.labels, NAME_LABEL) ?? '', undeclared), times, values: numbers, next: 0 };
}
