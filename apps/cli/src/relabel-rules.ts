import type { IngestDiagnosis, ResponseData } from '@cloudops/contracts';

const RULES = 3;

/** `write_relabel_configs` that would drop the metrics with the most series, each with what makes it large. */
export function relabelRules(largest: ResponseData<typeof IngestDiagnosis>['largestMetrics']): string {
  const rules = largest
    .slice(0, RULES)
    .flatMap(({ name, series, label, labelValues }) => [
      `  # ${series} series${label === null ? '' : `, ${labelValues} values of ${label}`}`,
      `  - { source_labels: [__name__], regex: ${JSON.stringify(escaped(name))}, action: drop }`,
    ]);
  return ['write_relabel_configs:', ...rules].join('\n');
}

/** As a regular expression; metric names of any UTF-8 text may hold its special characters. */
const escaped = (name: string): string => name.replaceAll(/[\\^$.|?*+()[\]{}]/g, String.raw`\$&`);
