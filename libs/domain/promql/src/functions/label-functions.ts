import { RE2JS } from 're2js';
import type { Column } from '../column.ts';
import { executionError } from '../query-error.ts';
import type { LabelSet } from '../label-set.ts';

const LABEL_NAME = /^[a-zA-Z_][a-zA-Z0-9_]*$/;

/** `label_replace`: where the whole value of `source` matches, `target` becomes the expanded replacement. */
export function labelReplace(columns: readonly Column[], [target, replacement, source, pattern]: readonly string[]): Column[] {
  const expression = compile(pattern!);
  if (!LABEL_NAME.test(target!)) throw executionError(`invalid destination label name in label_replace(): ${target!}`);
  return relabel(columns, (labels) => {
    const match = expression.matcher(labels.get(source!));
    if (!match.matches()) return labels;
    return labels.with(
      target!,
      expand(replacement!, (group) => {
        if (/^\d+$/.test(group)) return Number(group) <= match.groupCount() ? match.group(Number(group)) : null;
        return group in expression.namedGroups() ? match.group(group) : null;
      }),
    );
  });
}

/** `label_join`: `target` becomes the values of the sources with the separator between them. */
export function labelJoin(columns: readonly Column[], [target, separator, ...sources]: readonly string[]): Column[] {
  const bad = sources.find((source) => !LABEL_NAME.test(source));
  if (bad !== undefined) throw executionError(`invalid source label name in label_join(): ${bad}`);
  if (!LABEL_NAME.test(target!)) throw executionError(`invalid destination label name in label_join(): ${target!}`);
  return relabel(columns, (labels) => labels.with(target!, sources.map((source) => labels.get(source)).join(separator)));
}

const relabel = (columns: readonly Column[], f: (labels: LabelSet) => LabelSet): Column[] =>
  columns.map((column) => ({ ...column, labels: f(column.labels) }));

function compile(pattern: string): RE2JS {
  try {
    return RE2JS.compile(pattern);
  } catch {
    throw executionError(`invalid regular expression in label_replace(): ${pattern}`);
  }
}

/** Go's `Regexp.Expand`: `$1`, `${1}`, `$name`; the longest name counts, `$$` is a dollar, an unknown group is empty. */
function expand(template: string, group: (name: string) => string | null): string {
  return template.replace(/\$(?:\$|\{(\w+)\}|(\w+))/g, (whole, braced?: string, plain?: string) =>
    whole === '$$' ? '$' : (group((braced ?? plain)!) ?? ''),
  );
}
