import type { ExpressionType } from './expression.ts';

export interface Signature {
  readonly args: readonly ExpressionType[];
  /** How many of the last arguments may be left out; Infinity: the last one may also be repeated. */
  readonly optional: number;
  readonly returns: 'scalar' | 'vector';
}

const of = (args: readonly ExpressionType[], optional = 0, returns: Signature['returns'] = 'vector'): Signature => ({
  args,
  optional,
  returns,
});
const each = (names: string, signature: Signature): [string, Signature][] => names.split(' ').map((name) => [name, signature]);

/** Every function that is answered, with the types it takes. */
export const SIGNATURES: ReadonlyMap<string, Signature> = new Map([
  ...each('rate irate increase delta idelta deriv resets changes absent_over_time', of(['matrix'])),
  ...each('avg_over_time min_over_time max_over_time sum_over_time count_over_time last_over_time', of(['matrix'])),
  ...each('stddev_over_time stdvar_over_time present_over_time', of(['matrix'])),
  ...each('quantile_over_time', of(['scalar', 'matrix'])),
  ...each('predict_linear', of(['matrix', 'scalar'])),
  ...each('histogram_quantile', of(['scalar', 'vector'])),
  ...each('abs ceil floor exp ln log2 log10 sqrt sgn absent timestamp sort sort_desc', of(['vector'])),
  ...each('round', of(['vector', 'scalar'], 1)),
  ...each('clamp', of(['vector', 'scalar', 'scalar'])),
  ...each('clamp_min clamp_max', of(['vector', 'scalar'])),
  ...each('scalar', of(['vector'], 0, 'scalar')),
  ...each('vector', of(['scalar'])),
  ...each('time', of([], 0, 'scalar')),
  ...each('day_of_month day_of_week day_of_year days_in_month hour minute month year', of(['vector'], 1)),
  ...each('label_replace', of(['vector', 'string', 'string', 'string', 'string'])),
  ...each('label_join', of(['vector', 'string', 'string', 'string'], Infinity)),
  ...each('sort_by_label sort_by_label_desc', of(['vector', 'string'], Infinity)),
]);

/** Aggregations that are answered, and the type of their parameter where they take one. */
export const AGGREGATIONS: ReadonlyMap<string, 'scalar' | 'string' | undefined> = new Map([
  ...['sum', 'avg', 'min', 'max', 'count', 'group', 'stddev', 'stdvar'].map((name) => [name, undefined] as const),
  ...['topk', 'bottomk', 'quantile'].map((name) => [name, 'scalar'] as const),
  ['count_values', 'string'] as const,
]);

export const SET_OPERATORS: ReadonlySet<string> = new Set(['and', 'or', 'unless']);
export const COMPARISONS: ReadonlySet<string> = new Set(['==', '!=', '>', '<', '>=', '<=']);
export const ARITHMETIC: ReadonlySet<string> = new Set(['+', '-', '*', '/', '%', '^']);
