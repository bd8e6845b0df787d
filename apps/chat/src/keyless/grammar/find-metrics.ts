import type { Meaning } from '../../tools/meanings.ts';

const MEANINGS: readonly (readonly [Meaning, RegExp])[] = [
  ['cpu', /\b(cpus?|processors?|cpu usage|cores?)\b/],
  ['memory', /\b(memory|ram|mem|heap)\b/],
  ['disk', /\b(disks?|storage|file ?systems?|disk space|free space)\b/],
  ['load', /\b(load|load average|system load)\b/],
  ['network', /\b(network|bandwidth|traffic|throughput)\b/],
];
const METRIC_NAME = /\b[a-z][a-z0-9]*(?:_[a-z0-9]+)+\b/;

/** Metrics that a question names by meaning, in the order of this list. */
export const findMeanings = (text: string): Meaning[] => MEANINGS.filter(([, pattern]) => pattern.test(text)).map(([meaning]) => meaning);

/** A Prometheus metric name: words joined by underscores. */
export const findMetricName = (text: string): string | undefined => METRIC_NAME.exec(text)?.[0];
