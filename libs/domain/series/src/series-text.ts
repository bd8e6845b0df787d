import { DomainError } from '@cloudops/contracts';
import { checkLabels, LABEL_LIMITS } from './label-rules.ts';
import { canonicalLabels, NAME_LABEL, type LabelPair } from './labels.ts';

const ESCAPES: Readonly<Record<string, string>> = { n: '\n', '\\': '\\', '"': '"' };
const METRIC_NAME = /^[a-zA-Z_:][a-zA-Z0-9_:]*$/;
/** `name="value"`, `"any name"="value"`, or `"any metric name"` alone. */
const LABEL = /[ \t]*(?:([a-zA-Z_][a-zA-Z0-9_]*)|"((?:[^"\\]|\\.)*)")[ \t]*(?:=[ \t]*"((?:[^"\\]|\\.)*)"[ \t]*)?(?:,|$)/y;

/**
 * Labels of `name{label="value"}` in canonical form; names that are not plain are quoted inside the braces, as Prometheus 3 writes them:
 * `{"http.requests", "url.path"="/"}`. @throws DomainError `invalid` (`exposition-malformed`).
 */
export function parseSeriesText(series: string): readonly LabelPair[] {
  const brace = series.indexOf('{');
  const plainName = (brace < 0 ? series : series.slice(0, brace)).trim();
  if (plainName !== '' && !METRIC_NAME.test(plainName)) throw unreadable(series);
  const labels = brace < 0 ? [] : parseLabelText(series.slice(brace));
  const canonical = canonicalLabels(plainName === '' ? labels : [[NAME_LABEL, plainName], ...labels]);
  checkLabels(canonical, () => 'labels');
  return canonical;
}

/** Labels of `{a="b"}` as written; a quoted name alone is the metric's. @throws DomainError `invalid` (`exposition-malformed`). */
export function parseLabelText(text: string): LabelPair[] {
  const labels: LabelPair[] = [];
  const inner = text.slice(1, text.lastIndexOf('}'));
  for (LABEL.lastIndex = 0; LABEL.lastIndex < inner.trimEnd().length;) {
    const [found, plain, quoted, value] = LABEL.exec(inner) ?? [];
    const isName = plain === undefined && value === undefined;
    if (found === undefined || (plain !== undefined && value === undefined) || labels.length > LABEL_LIMITS.labelsPerSeries)
      throw unreadable(text);
    labels.push(isName ? [NAME_LABEL, unescapeText(quoted ?? '')] : [plain ?? unescapeText(quoted ?? ''), unescapeText(value ?? '')]);
  }
  return labels;
}

/** Where the braces that open at `open` close, or -1. */
export function closingBrace(line: string, open: number): number {
  let isQuoted = false;
  for (let i = open + 1; i < line.length; i++) {
    const character = line[i];
    if (isQuoted && character === '\\') i += 1;
    else if (character === '"') isQuoted = !isQuoted;
    else if (character === '}' && !isQuoted) return i;
  }
  return -1;
}

/** Text with `\\n`, `\\\\` and `\\"` as what they stand for. */
export const unescapeText = (text: string): string => text.replace(/\\(.)/g, (_, c: string) => ESCAPES[c] ?? `\\${c}`);
const unreadable = (series: string): DomainError =>
  new DomainError('invalid', 'exposition-malformed', `The labels of ${series.slice(0, 200)} do not parse`);
