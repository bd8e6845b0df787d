import { DomainError, type RelabelRule } from '@cloudops/contracts';
import { RE2JS } from 're2js';
import { NAME_LABEL, type LabelPair } from './labels.ts';

/** The labels that a series gets in the place of its own; undefined drops it. */
export type Relabelling = (labels: readonly LabelPair[]) => LabelPair[] | undefined;

type Step = (labels: Map<string, string>) => boolean;

/**
 * Rules in order, as Prometheus applies `metric_relabel_configs`
 * (https://prometheus.io/docs/prometheus/latest/configuration/configuration/#relabel_config); a series left without a name is dropped.
 * @throws DomainError `invalid` naming `relabel[i].regex` or `.targetLabel`.
 */
export function compileRelabelling(rules: readonly RelabelRule[]): Relabelling {
  const steps = rules.map(stepOf);
  return (pairs) => {
    if (steps.length === 0) return [...pairs];
    const labels = new Map(pairs);
    if (!steps.every((step) => step(labels))) return undefined;
    const left = [...labels].filter(([, value]) => value !== '');
    return left.some(([name]) => name === NAME_LABEL) ? left : undefined;
  };
}

function stepOf(rule: RelabelRule, index: number): Step {
  const { action, sourceLabels, separator, targetLabel, replacement } = rule;
  const pattern = compile(rule.regex, `relabel[${index}].regex`);
  const source = (labels: Map<string, string>) => sourceLabels.map((name) => labels.get(name) ?? '').join(separator);
  const renamed = (text: string) => expand(pattern, text, replacement);
  const removeLabels = (labels: Map<string, string>, isGone: (name: string) => boolean) => {
    for (const name of [...labels.keys()]) if (isGone(name)) labels.delete(name);
    return true;
  };
  switch (action) {
    case 'keep':
      return (labels) => pattern.matches(source(labels));
    case 'drop':
      return (labels) => !pattern.matches(source(labels));
    case 'labeldrop':
      return (labels) => removeLabels(labels, (name) => pattern.matches(name));
    case 'labelkeep':
      return (labels) => removeLabels(labels, (name) => !pattern.matches(name));
    case 'labelmap':
      return (labels) => {
        for (const [name, value] of [...labels]) {
          const other = renamed(name);
          if (other !== undefined && other !== '') labels.set(other, value);
        }
        return true;
      };
    case 'replace': {
      const field = `relabel[${index}].targetLabel`;
      if (targetLabel === undefined)
        throw new DomainError('invalid', 'relabel-target', `${field}: replace needs a label to write`, { field });
      return (labels) => {
        const value = renamed(source(labels));
        if (value !== undefined) labels.set(targetLabel, value);
        return true;
      };
    }
  }
}

/** The replacement with `$1`, `${1}` and `${name}` filled in; undefined when the expression does not match all of the text. */
function expand(pattern: RE2JS, text: string, replacement: string): string | undefined {
  const found = pattern.matcher(text);
  if (!found.matches()) return undefined;
  const groups = pattern.namedGroups();
  return replacement.replace(/\$(?:(\d{1,3})|\{(\w+)\})/g, (_, number?: string, name?: string) => {
    const group = Number(number ?? (/^\d+$/.test(name!) ? name : groups[name!]));
    return group <= found.groupCount() ? (found.group(group) ?? '') : '';
  });
}

function compile(expression: string, field: string): RE2JS {
  try {
    return RE2JS.compile(expression, RE2JS.DOTALL);
  } catch (cause) {
    throw new DomainError('invalid', 'relabel-regex', `${field}: ${JSON.stringify(expression)} does not compile`, { field, cause });
  }
}
