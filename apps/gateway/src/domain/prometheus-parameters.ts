import { parseDuration } from '@cloudops/domain-promql';

/** Milliseconds of a time as Prometheus' API takes it: seconds since the epoch with a fraction, or RFC 3339. Undefined when it is neither. */
export function timeParameter(text: string): number | undefined {
  const ms = /^-?\d+(\.\d*)?([eE][+-]?\d+)?$/.test(text) ? Number(text) * 1000 : dateOf(text);
  return Number.isFinite(ms) && Math.abs(ms) < 8.64e15 ? Math.round(ms) : undefined;
}

/** Milliseconds of a length of time: seconds with a fraction, or a duration such as `1m30s`. */
export function durationParameter(text: string): number | undefined {
  const ms = /^\d+(\.\d*)?([eE][+-]?\d+)?$/.test(text) ? Number(text) * 1000 : parseDuration(text);
  return ms === undefined || !Number.isFinite(ms) ? undefined : Math.round(ms);
}

const dateOf = (text: string): number =>
  /^\d{4}-\d\d-\d\d[Tt]\d\d:\d\d:\d\d(\.\d+)?([Zz]|[+-]\d\d:\d\d)$/.test(text) ? Date.parse(text) : NaN;
