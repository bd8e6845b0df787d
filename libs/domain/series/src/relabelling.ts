import { createHash } from 'node:crypto';
import { DomainError, type RelabelRule } from '@cloudops/contracts';
import { RE2JS } from 're2js';
import { NAME_LABEL, type LabelPair } from './labels.ts';

/** The labels that a series gets in the place of its own; undefined drops it. */
export type Relabelling = (labels: readonly LabelPair[]) => LabelPair[] | undefined;

type Step = (labels: Map<string, string>) => boolean;

/** Changes labels in place; false drops what they belong to. */
export type RelabelSteps = Step;

/**
 * Rules in order (https://prometheus.io/docs/prometheus/latest/configuration/configuration/#relabel_config); a label set to the empty text
 * is as good as gone.
 * @throws DomainError `invalid` naming `relabel[i].regex`, `.targetLabel` or `.modulus`.
 */
export function compileRules(rules: readonly RelabelRule[]): RelabelSteps {
  const steps = rules.map(stepOf);
  return (labels) => steps.every((step) => step(labels));
}

/** What `metric_relabel_configs` does to a series: one left without a name is dropped. @throws DomainError as `compileRules`. */
export function compileRelabelling(rules: readonly RelabelRule[]): Relabelling {
  const apply = compileRules(rules);
  return (pairs) => {
    if (rules.length === 0) return [...pairs];
    const labels = new Map(pairs);
    if (!apply(labels)) return undefined;
    const left = [...labels].filter(([, value]) => value !== '');
    return left.some(([name]) => name === NAME_LABEL) ? left : undefined;
  };
}

function stepOf(rule: RelabelRule, index: number): Step {
  const { action, sourceLabels, separator, replacement } = rule;
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
    default:
      return writingStep(rule, index, pattern, source);
  }
}

/** The actions that need a target label. */
function writingStep(rule: RelabelRule, index: number, pattern: RE2JS, source: (labels: Map<string, string>) => string): Step {
  const { action, targetLabel, replacement, modulus } = rule;
  if (targetLabel === undefined) throw missing('relabel-target', `relabel[${index}].targetLabel`, `${action} needs a label to write`);
  if (action === 'keepequal' || action === 'dropequal')
    return (labels) => (source(labels) === (labels.get(targetLabel) ?? '')) === (action === 'keepequal');
  if (action === 'hashmod' && modulus === undefined)
    throw missing('relabel-modulus', `relabel[${index}].modulus`, 'hashmod needs a number to divide by');
  const convert = (text: string): string =>
    action === 'lowercase' ? text.toLowerCase() : action === 'uppercase' ? text.toUpperCase() : hashModulo(text, modulus!);
  return (labels) => {
    const text = source(labels);
    if (action !== 'replace') {
      labels.set(targetLabel, convert(text));
      return true;
    }
    const value = expand(pattern, text, replacement);
    const label = value === undefined ? undefined : expand(pattern, text, targetLabel);
    if (value !== undefined && label !== undefined && LABEL_NAME.test(label)) labels.set(label, value);
    return true;
  };
}

const LABEL_NAME = /^[a-zA-Z_][a-zA-Z0-9_]*$/;

/** The last eight bytes of the MD5 digest, big-endian, modulo `modulus`: as Prometheus shards targets. */
const hashModulo = (text: string, modulus: number): string =>
  String(createHash('md5').update(text).digest().readBigUInt64BE(8) % BigInt(modulus));

const missing = (code: string, field: string, message: string): DomainError =>
  new DomainError('invalid', code, `${field}: ${message}`, { field });

/** The template with `$1`, `${1}` and `${name}` filled in as Go does; undefined when the expression does not match all of the text. */
function expand(pattern: RE2JS, text: string, replacement: string): string | undefined {
  const found = pattern.matcher(text);
  if (!found.matches()) return undefined;
  const groups = pattern.namedGroups();
  return replacement.replace(/\$(?:\$|(\w+)|\{(\w+)\})/g, (_, plain?: string, braced?: string) => {
    const name = plain ?? braced;
    if (name === undefined) return '$';
    const group = Number(/^\d{1,3}$/.test(name) ? name : groups[name]);
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
