import { DomainError, type Labels } from '@cloudops/contracts';
import type { Declarations, MetricFamily } from './catalogue/metric-families.ts';
import { exposedDeclaration } from './exposed-declaration.ts';
import { closingBrace, parseLabelText } from './series-text.ts';

/** What a target shows as the cause of a value, e.g. a trace. */
export interface ExposedExemplar {
  readonly labels: Labels;
  readonly value: number;
  /** ms, where the target gave one. */
  readonly time: number | undefined;
}

export interface ExpositionSample {
  /** `name{labels}` as written: key of a cache in front of `parseSeriesText`. */
  readonly series: string;
  readonly value: number;
  /** ms, where the target gave one. */
  readonly time: number | undefined;
  readonly exemplar?: ExposedExemplar;
}

export interface Exposition {
  readonly samples: readonly ExpositionSample[];
  /** From `# TYPE`, `# HELP` and `# UNIT`. */
  readonly families: Declarations;
}

export interface ExpositionFormat {
  /** OpenMetrics writes timestamps in seconds, exemplars after ` # `, and `# EOF` at its end; Prometheus text writes ms. */
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
/** OpenMetrics: characters of an exemplar's labels together; one that has more is left out, its sample is not. */
const EXEMPLAR_CHARACTERS = 128;

/**
 * Prometheus text format 0.0.4, or OpenMetrics 1.0 as Prometheus takes it: `_created` is a series like any other, and what does not end
 * with `# EOF` was cut short.
 * @throws DomainError `invalid` (`exposition-malformed`) naming the line; `too-large` over `maxSamples`.
 */
export function parseExposition(text: string, format: ExpositionFormat): Exposition {
  const samples: ExpositionSample[] = [];
  const families = new Map<string, Partial<MetricFamily>>();
  let number = 0;
  let ended = false;
  for (let at = 0; at < text.length;) {
    const next = text.indexOf('\n', at);
    const end = next < 0 ? text.length : next;
    const line = text.slice(at, end).trim();
    at = end + 1;
    number += 1;
    if (ended && line !== '') throw malformedLine(number, 'something follows # EOF');
    const declared = line.startsWith('#') ? exposedDeclaration(line) : undefined;
    if (declared !== undefined) families.set(declared.name, { ...families.get(declared.name), ...declared.family });
    else if (line !== '' && !line.startsWith('#')) {
      if (samples.length >= format.maxSamples) {
        throw new DomainError('too-large', 'too-many-samples', `The target exposes more than ${format.maxSamples} samples`);
      }
      samples.push(parseLine(line, number, format));
    } else if (format.openMetrics && line === '# EOF') ended = true;
  }
  if (format.openMetrics && !ended) throw malformedLine(number + 1, 'data does not end with # EOF');
  return { samples, families };
}

function parseLine(line: string, number: number, format: ExpositionFormat): ExpositionSample {
  const brace = line.indexOf('{');
  const space = line.search(/[ \t]/);
  const hasLabels = brace >= 0 && (space < 0 || brace < space || line.slice(space, brace).trim() === '');
  const nameEnd = hasLabels ? endOfBraces(line, brace, number) : space;
  if (nameEnd <= 0) throw malformedLine(number, 'it has no value');
  const hash = format.openMetrics ? line.indexOf(' # ', nameEnd) : -1;
  const { value, time } = parsePoint(line.slice(nameEnd, hash < 0 ? undefined : hash), number, format);
  const sample = { series: line.slice(0, nameEnd), value, time };
  const exemplar = hash < 0 ? undefined : parseExemplar(line.slice(hash + 3).trim(), number, format);
  return exemplar === undefined ? sample : { ...sample, exemplar };
}

function parsePoint(text: string, number: number, { openMetrics }: ExpositionFormat): { value: number; time: number | undefined } {
  const [value, time, ...rest] = text.trim().split(/[ \t]+/);
  if (rest.length > 0) throw malformedLine(number, 'something follows the timestamp');
  const at = time === undefined ? undefined : Math.round(parseNumber(time, number) * (openMetrics ? 1000 : 1));
  if (at !== undefined && !(at >= 0 && at <= 8.64e15)) throw malformedLine(number, 'its timestamp is out of range');
  return { value: parseNumber(value ?? '', number), time: at };
}

function parseExemplar(text: string, number: number, format: ExpositionFormat): ExposedExemplar | undefined {
  if (!text.startsWith('{')) throw malformedLine(number, 'its exemplar has no labels');
  const end = endOfBraces(text, 0, number);
  const pairs = parseLabelText(text.slice(0, end));
  const point = parsePoint(text.slice(end), number, format);
  const characters = pairs.reduce((sum, [name, value]) => sum + [...name].length + [...value].length, 0);
  return characters > EXEMPLAR_CHARACTERS ? undefined : { labels: Object.fromEntries(pairs), ...point };
}

function endOfBraces(line: string, open: number, number: number): number {
  const end = closingBrace(line, open);
  if (end < 0) throw malformedLine(number, 'its labels do not end');
  return end + 1;
}

function parseNumber(text: string, line: number): number {
  if (VALUE.test(text)) return Number(text);
  const special = SPECIAL.get(text.toLowerCase());
  if (special === undefined) throw malformedLine(line, `${JSON.stringify(text.slice(0, 40))} is not a number`);
  return special;
}

const malformedLine = (line: number, why: string): DomainError =>
  new DomainError('invalid', 'exposition-malformed', `Line ${line} of the exposition does not parse: ${why}`, { field: `line ${line}` });
