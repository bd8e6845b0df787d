import { emptyColumn, type Column } from '../column.ts';
import { plainNumber } from '../format-value.ts';
import { executionError } from '../query-error.ts';
import type { QueryCost } from '../query-cost.ts';
import { groupLabels } from './group-labels.ts';
import type { Aggregate } from '../syntax/expression.ts';

/** `count_values("label", v)`: how many members of a group have each value; the value becomes the label. */
export function countValues(aggregate: Aggregate, columns: readonly Column[], label: string, cost: QueryCost): Column[] {
  if (!/^[a-zA-Z_][a-zA-Z0-9_]*$/.test(label)) throw executionError(`invalid label name ${JSON.stringify(label)}`);
  const kept = aggregate.without ? aggregate.labels : [...aggregate.labels, label];
  const counts = new Map<string, Column>();
  for (const { labels, values, present } of columns) {
    for (let i = 0; i < values.length; i++) {
      if (present[i] === 0) continue;
      const to = groupLabels(labels.with(label, plainNumber(values[i]!)), { without: aggregate.without, labels: kept });
      const out = counts.get(to.key) ?? emptyColumn(to, values.length);
      counts.set(to.key, out);
      cost.hold(counts.size * values.length);
      out.values[i]! += 1;
      out.present[i] = 1;
    }
  }
  return [...counts.values()];
}
