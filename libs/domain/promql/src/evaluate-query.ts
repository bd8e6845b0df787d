import { DomainError, type Labels, type ResultHistogram } from '@cloudops/contracts';
import { type Column, type Grid, hasValues, timeAt, type Value } from './column.ts';
import { evaluateExpression } from './evaluate-expression.ts';
import { readRanges, type Evaluate } from './evaluate-range.ts';
import { formatValue, plainNumber } from './format-value.ts';
import { compareLabels } from './label-set.ts';
import type { QueriedSeries } from './queried-series.ts';
import { MAX_STEPS, QUERY_LIMITS, QueryCost, type QueryLimits } from './query-cost.ts';
import { LOOKBACK_MS, QueryScope } from './scope.ts';
import { bare, type ExpressionType } from './syntax/expression.ts';
import { parseQuery, type ParsedQuery } from './syntax/parse-query.ts';
import { typeName } from './syntax/check-types.ts';

export interface QueryEnvironment {
  readonly series: QueriedSeries;
  /** Stops the evaluation at its next pause; its reason is what the query fails with. */
  readonly signal: AbortSignal;
  /** Lets other work of the process run, e.g. `setImmediate`. */
  readonly pause: () => Promise<void>;
  readonly limits?: QueryLimits;
  /** How long a sample speaks for its series, ms; 5 minutes unless given. */
  readonly lookbackMs?: number | undefined;
}

/** One series of a result; times in ms, values as text, as Prometheus writes them. */
export interface ResultSeries {
  readonly metric: Labels;
  readonly times: number[];
  readonly values: string[];
  readonly histograms?: ResultHistogram[];
}

/** `scalar` and `string` have one entry without labels. */
export interface QueryResult {
  readonly type: ExpressionType;
  readonly series: ResultSeries[];
  /** What to know of the values, e.g. that roll-ups stand for samples that were let go. */
  readonly warnings: string[];
}

/**
 * Evaluates a query at one time (ms).
 * @throws DomainError `invalid` (`promql-bad-data`, `promql-unsupported`, `promql-execution`) or `too-large` (`promql-too-costly`)
 */
export async function evaluateInstant(query: string, time: number, environment: QueryEnvironment): Promise<QueryResult> {
  const parsed = parseQuery(query);
  const { type } = parsed;
  const expression = bare(parsed.expression);
  const grid: Grid = { start: time, step: 1, count: 1 };
  const scope = scopeOf(environment, grid);
  if (expression.kind === 'range' || expression.kind === 'subquery') {
    const evaluate: Evaluate = (inner, on) => evaluateExpression(inner, on, scope);
    const { series, rangeMs, shift } = await readRanges(expression, grid, scope, evaluate);
    const to = scope.lookAt(shift, grid, 0);
    const found = series.map(({ labels, samples: { times, values } }) => {
      const within = [...times.keys()].filter((i) => times[i]! >= to - rangeMs && times[i]! <= to);
      return { metric: labels.toRecord(), times: within.map((i) => times[i]!), values: within.map((i) => formatValue(values[i]!)) };
    });
    return { type, series: found.filter(({ times }) => times.length > 0), warnings: [...scope.warnings] };
  }
  const value = await evaluateExpression(expression, grid, scope);
  const warnings = [...scope.warnings];
  if (value.type === 'string') return { type, series: [{ metric: {}, times: [time], values: [value.text] }], warnings };
  if (value.type === 'scalar') return { type, series: [{ metric: {}, times: [time], values: [plainNumber(value.values[0]!)] }], warnings };
  return { type, series: value.columns.filter(hasValues).map((column) => seriesOf(column, grid)), warnings };
}

/**
 * Evaluates a query at `start`, `start + step`, ... up to `end` (ms), series ordered by labels.
 * @throws DomainError as `evaluateInstant`, and when the range is reversed or has more than 11,000 steps
 */
export async function evaluateRange(
  query: string,
  { start, end, step }: { readonly start: number; readonly end: number; readonly step: number },
  environment: QueryEnvironment,
): Promise<QueryResult> {
  if (end < start) throw badParameter('end', 'end timestamp must not be before start time');
  if (!(step >= 1)) throw badParameter('step', 'zero or negative query resolution step widths are not accepted. Try a positive integer');
  const count = Math.floor((end - start) / step) + 1;
  if (count - 1 > MAX_STEPS) {
    const advice = 'Try decreasing the query resolution (?step=XX)';
    throw new DomainError('invalid', 'promql-bad-data', `exceeded maximum resolution of ${MAX_STEPS} points per timeseries. ${advice}`);
  }
  const grid: Grid = { start, step, count };
  const { expression, type } = rangeQuery(query);
  const scope = scopeOf(environment, grid, end);
  const value: Value = await evaluateExpression(expression, grid, scope);
  const warnings = [...scope.warnings];
  if (value.type === 'string') throw new TypeError(`A range query of type ${type}`);
  if (value.type === 'scalar') return { type: 'matrix', series: [everywhere(value.values, grid)], warnings };
  const columns = value.columns.filter(hasValues).sort((a, b) => compareLabels(a.labels, b.labels));
  return { type: 'matrix', series: columns.map((column) => seriesOf(column, grid)), warnings };
}

function rangeQuery(query: string): ParsedQuery {
  const parsed = parseQuery(query);
  if (parsed.type === 'scalar' || parsed.type === 'vector') return parsed;
  const message = `invalid expression type "${typeName(parsed.type)}" for range query, must be Scalar or instant Vector`;
  throw badParameter('query', message);
}

const badParameter = (name: string, message: string): DomainError =>
  new DomainError('invalid', 'promql-bad-data', `invalid parameter "${name}": ${message}`, { field: name });

function scopeOf(environment: QueryEnvironment, grid: Grid, end = grid.start): QueryScope {
  const { series, signal, pause, limits = QUERY_LIMITS, lookbackMs = LOOKBACK_MS } = environment;
  return new QueryScope(series, new QueryCost(limits, signal, pause), { start: grid.start, end }, lookbackMs);
}

/** Written out only when it is looked at: as text a large result takes several times its memory. */
function seriesOf({ labels, values, present }: Column, grid: Grid): ResultSeries {
  return {
    metric: labels.toRecord(),
    get times() {
      const times: number[] = [];
      for (let i = 0; i < present.length; i++) if (present[i] === 1) times.push(timeAt(grid, i));
      return times;
    },
    get values() {
      const texts: string[] = [];
      for (let i = 0; i < present.length; i++) if (present[i] === 1) texts.push(formatValue(values[i]!));
      return texts;
    },
  };
}

const everywhere = (values: Float64Array, grid: Grid): ResultSeries => ({
  metric: {},
  times: Array.from({ length: grid.count }, (_, i) => timeAt(grid, i)),
  values: Array.from(values, formatValue),
});
