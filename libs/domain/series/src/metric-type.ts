import type { MetricType } from '@cloudops/contracts';

/** Types declared by `# TYPE` lines or remote_write metadata, by family name. */
export interface DeclaredTypes {
  get(family: string): MetricType | undefined;
}

const DECLARATIONS = new Map<string, MetricType>([
  ['counter', 'counter'],
  ['gauge', 'gauge'],
  ['histogram', 'histogram'],
  ['summary', 'summary'],
  ['info', 'gauge'],
  ['stateset', 'gauge'],
  ['gaugehistogram', 'gauge'],
]);
const PART = /_(total|bucket|sum|count|created)$/;

/** Type of a declaration in exposition text; whatever is not known is `unknown`. */
export const declaredType = (text: string): MetricType => DECLARATIONS.get(text.toLowerCase()) ?? 'unknown';

/** Name of the family that a series' name may be a part of: itself, or without `_total`, `_bucket`, `_sum`, `_count`, `_created`. */
export const familyName = (name: string): string => name.replace(PART, '');

/**
 * Type of a series: its family's declaration first (the parts `_bucket _sum _count` of a declared histogram or summary
 * report the family's type; all three only grow), else by the naming rules: `_total _sum _count` counter, `_bucket`
 * histogram, `_info _created` gauge, otherwise unknown.
 */
export function metricTypeOf(name: string, declared: DeclaredTypes): MetricType {
  const own = declared.get(name);
  if (own !== undefined && own !== 'unknown') return own;
  const part = PART.exec(name)?.[1];
  if (part === 'created') return 'gauge';
  if (part !== undefined) {
    const family = declared.get(name.slice(0, -part.length - 1));
    if (part === 'total' || family === undefined || family === 'unknown') return part === 'bucket' ? 'histogram' : 'counter';
    if (family === 'histogram' || family === 'summary') return family;
  }
  return name.endsWith('_info') ? 'gauge' : 'unknown';
}
