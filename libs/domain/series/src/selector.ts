import { DomainError, Matcher } from '@cloudops/contracts';
import { NAME_LABEL } from './labels.ts';

const NAME = /[a-zA-Z_:][a-zA-Z0-9_:]*/y;
const LABEL = /[a-zA-Z_][a-zA-Z0-9_]*/y;
const OPERATOR = /=~|!~|!=|=/y;
const SPACE = /\s*/y;
const ESCAPES: Readonly<Record<string, string>> = { n: '\n', t: '\t', r: '\r', '\\': '\\', '"': '"', "'": "'", '`': '`' };

/**
 * Prometheus instant-vector selector (`name{label="value",other!~"x.*"}`) to matchers; the name becomes `__name__=`.
 * @throws DomainError `invalid` (`selector-malformed`) that names the position, counted from 1.
 */
export function parseSelector(text: string): Matcher[] {
  const reader = new SelectorReader(text);
  const matchers: Matcher[] = [];
  const name = reader.take(NAME);
  if (name !== '') matchers.push({ label: NAME_LABEL, op: '=', value: name });
  if (reader.accept('{')) {
    while (!reader.accept('}')) {
      const label = reader.expect(LABEL, 'a label name or }');
      const op = reader.expect(OPERATOR, 'one of = != =~ !~') as Matcher['op'];
      const value = reader.quoted();
      const matcher = Matcher.safeParse({ label, op, value });
      if (!matcher.success) throw reader.fault('a label of at most 128 and a value of at most 1024 characters');
      matchers.push(matcher.data);
      if (!reader.accept(',') && !reader.sees('}')) throw reader.fault(', or }');
    }
  }
  if (!reader.atEnd()) throw reader.fault('the end of the selector');
  if (matchers.length === 0) throw reader.fault('a metric name or {');
  return matchers;
}

class SelectorReader {
  readonly #text: string;
  #at = 0;

  constructor(text: string) {
    this.#text = text;
    this.take(SPACE);
  }

  /** The longest match here, or the empty string; trailing space is skipped. */
  take(pattern: RegExp): string {
    pattern.lastIndex = this.#at;
    const found = pattern.exec(this.#text)?.[0] ?? '';
    this.#at += found.length;
    if (pattern !== SPACE) this.take(SPACE);
    return found;
  }

  expect(pattern: RegExp, what: string): string {
    const found = this.take(pattern);
    if (found === '') throw this.fault(what);
    return found;
  }

  sees = (character: string): boolean => this.#text[this.#at] === character;

  accept(character: string): boolean {
    if (!this.sees(character)) return false;
    this.#at += 1;
    this.take(SPACE);
    return true;
  }

  quoted(): string {
    const quote = this.#text[this.#at] ?? '';
    if (!['"', "'", '`'].includes(quote)) throw this.fault('a quoted value');
    let value = '';
    for (this.#at += 1; this.#at < this.#text.length; this.#at++) {
      const character = this.#text[this.#at]!;
      if (character === quote) {
        this.#at += 1;
        this.take(SPACE);
        return value;
      }
      value += character === '\\' && quote !== '`' ? this.#escape() : character;
    }
    throw this.fault(`the closing ${quote}`);
  }

  atEnd = (): boolean => this.#at >= this.#text.length;

  fault(expected: string): DomainError {
    const seen = this.atEnd() ? 'the end' : `'${this.#text[this.#at]}'`;
    const message = `The selector is wrong at position ${this.#at + 1}: expected ${expected}, found ${seen}`;
    return new DomainError('invalid', 'selector-malformed', message, { field: `match[${this.#at + 1}]` });
  }

  #escape(): string {
    this.#at += 1;
    const replaced = ESCAPES[this.#text[this.#at] ?? ''];
    if (replaced === undefined) throw this.fault('one of \\n \\t \\r \\\\ \\" \\\'');
    return replaced;
  }
}
