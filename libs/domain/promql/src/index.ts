export * from './evaluate-query.ts';
export * from './queried-series.ts';
export { tooCostly } from './query-error.ts';
export { MAX_STEPS, QUERY_LIMITS, type QueryLimits } from './query-cost.ts';
export { LOOKBACK_MS } from './scope.ts';
export * from './syntax/duration.ts';
export * from './syntax/parse-query.ts';
export type * from './syntax/expression.ts';
