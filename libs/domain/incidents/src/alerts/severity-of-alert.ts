import type { Labels, Severity } from '@cloudops/contracts';

const NAMES: readonly (readonly [Severity, RegExp])[] = [
  ['critical', /^(critical|crit|page|emergency|fatal|disaster|p1|sev1)$/i],
  ['high', /^(high|error|major|urgent|p2|sev2)$/i],
  ['medium', /^(warning|warn|medium|minor|average|p3|sev3)$/i],
  ['low', /^(info|information|informational|low|none|debug|notice|p4|p5)$/i],
];

/** By the `severity` label (or `priority`) that people give their rules; medium where there is none or nobody knows the word. */
export function severityOfAlert(labels: Labels): Severity {
  const word = labels.severity ?? labels.priority ?? '';
  return NAMES.find(([, pattern]) => pattern.test(word))?.[0] ?? 'medium';
}
