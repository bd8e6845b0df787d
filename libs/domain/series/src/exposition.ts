import { DomainError, type MetricType } from '@cloudops/contracts';
import { checkLabels, LABEL_LIMITS } from './label-rules.ts';
import { canonicalLabels, NAME_LABEL, type LabelPair } from './labels.ts';
import { declaredType } from './metric-type.ts';

export interface ExpositionSample {
  /** `name{labels}` as written: key of a cache in front of `parseSeriesText`. */
  readonly series: string;
  readonly value: number;
  /** ms, where the target gave one. */
  readonly time: number | undefined;
}

export interface Exposition {
  readonly samples: readonly ExpositionSample[];
  readonly types: ReadonlyMap<string, MetricType>;
}

export interface ExpositionFormat {
  /** OpenMetrics writes timestamps in seconds and exemplars after ` # `; Prometheus text writes ms. */
  readonly openMetrics: boolean;
  readonly maxSamples: number;
}

const VALUE = /^[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?$/;
const SPECIAL = new Map([
  ['nan', NaN],
  ['inf', Infinity],
  ['+inf', Infinity],
  ['-inf', -Infinity],
]);
const ESCAPES: Readonly<Record<string, string>> = { n: '\n', '\\': '\\', '"': '"' };
const METRIC_NAME = /^[a-zA-Z_:][a-zA-Z0-9_:]*$/;
/** `name="value"`, `"any name"="value"`, or `"any metric name"` alone. */
const LABEL = /[ \t]*(?:([a-zA-Z_][a-zA-Z0-9_]*)|"((?:[^"\\]|\\.)*)")[ \t]*(?:=[ \t]*"((?:[^"\\]|\\.)*)"[ \t]*)?(?:,|$)/y;

/**
 * Prometheus text format 0.0.4 and the basics of OpenMetrics 1.0 (`# EOF`, seconds, exemplars ignored).
 * @throws DomainError `invalid` (`exposition-malformed`) naming the line; `too-large` over `maxSamples`.
 */
export function parseExposition(text: string, format: ExpositionFormat): Exposition {
  const samples: ExpositionSample[] = [];
  const types = new Map<string, MetricType>();
  let number = 0;
  for (let at = 0; at < text.length;) {
    const next = text.indexOf('\n', at);
    const end = next < 0 ? text.length : next;
    const line = text.slice(at, end).trim();
    at = end + 1;
    number += 1;
    if (line.startsWith('# TYPE ')) {
      const [family, type] = line
        .slice(7)
        .trim()
        .split(/[ \t]+/);
      if (family !== undefined && type !== undefined) types.set(family, declaredType(type));
    } else if (line !== '' && !line.startsWith('#')) {
      if (samples.length >= format.maxSamples) {
        throw new DomainError('too-large', 'too-many-samples', `The target exposes more than ${format.maxSamples} samples`);
      }
      samples.push(parseLine(line, number, format));
    } else if (line === '# EOF') break;
  }
  return { samples, types };
}

function parseLine(line: string, number: number, format: ExpositionFormat): ExpositionSample {
  const brace = line.indexOf('{');
  const space = line.search(/[ \t]/);
  const hasLabels = brace >= 0 && (space < 0 || brace < space || line.slice(space, brace).trim() === '');
  const nameEnd = hasLabels ? closingBrace(line, brace, number) + 1 : space;
  if (nameEnd <= 0) throw malformedLine(number, 'it has no value');
  const exemplar = format.openMetrics ? line.indexOf(' # ', nameEnd) : -1;
  const [value, time, ...rest] = line
    .slice(nameEnd, exemplar < 0 ? undefined : exemplar)
    .trim()
    .split(/[ \t]+/);
  if (rest.length > 0) throw malformedLine(number, 'something follows the timestamp');
  const scale = format.openMetrics ? 1000 : 1;
  const at = time === undefined ? undefined : Math.round(parseNumber(time, number) * scale);
  if (at !== undefined && !(at >= 0 && at <= 8.64e15)) throw malformedLine(number, 'its timestamp is out of range');
  return { series: line.slice(0, nameEnd), value: parseNumber(value ?? '', number), time: at };
}

/**
 * Labels of `name{label="value"}` in canonical form; names that are not plain are quoted inside the braces, as Prometheus 3 writes them:
 * `{"http.requests", "url.path"="/"}`. @throws DomainError `invalid` (`exposition-malformed`).
 */
export function parseSeriesText(series: string): readonly LabelPair[] {
  const brace = series.indexOf('{');
  const plainName = (brace < 0 ? series : series.slice(0, brace)).trim();
  const labels: LabelPair[] = [];
  if (plainName !== '') labels.push([NAME_LABEL, plainName]);
  const inner = brace < 0 ? '' : series.slice(brace + 1, series.lastIndexOf('}'));
  for (LABEL.lastIndex = 0; LABEL.lastIndex < inner.trimEnd().length;) {
    const [found, plain, quoted, value] = LABEL.exec(inner) ?? [];
    const isName = plain === undefined && value === undefined;
    if (found === undefined || (plain !== undefined && value === undefined) || labels.length > LABEL_LIMITS.labelsPerSeries)
      throw unreadable(series);
    labels.push(isName ? [NAME_LABEL, unescape(quoted ?? '')] : [plain ?? unescape(quoted ?? ''), unescape(value ?? '')]);
  }
  if (plainName !== '' && !METRIC_NAME.test(plainName)) throw unreadable(series);
  const canonical = canonicalLabels(labels);
  checkLabels(canonical, 'labels');
  return canonical;
}

const unescape = (text: string): string => text.replace(/\\(.)/g, (_, c: string) => ESCAPES[c] ?? `\\${c}`);
const unreadable = (series: string): DomainError =>
  new DomainError('invalid', 'exposition-malformed', `The labels of ${series.slice(0, 200)} do not parse`);

function closingBrace(line: string, open: number, number: number): number {
  let isQuoted = false;
  for (let i = open + 1; i < line.length; i++) {
    const character = line[i];
    if (isQuoted && character === '\\') i += 1;
    else if (character === '"') isQuoted = !isQuoted;
    else if (character === '}' && !isQuoted) return i;
  }
  throw malformedLine(number, 'its labels do not end');
}

function parseNumber(text: string, line: number): number {
  if (VALUE.test(text)) return Number(text);
  const special = SPECIAL.get(text.toLowerCase());
  if (special === undefined) throw malformedLine(line, `${JSON.stringify(text.slice(0, 40))} is not a number`);
  return special;
}

const malformedLine = (line: number, why: string): DomainError =>
  new DomainError('invalid', 'exposition-malformed', `Line ${line} of the exposition does not parse: ${why}`, { field: `line ${line}` });
