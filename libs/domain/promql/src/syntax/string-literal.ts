const PLAIN: Readonly<Record<string, string>> = {
  ...{ a: '\x07', b: '\b', f: '\f', n: '\n', r: '\r', t: '\t', v: '\v', '\\': '\\', '"': '"', "'": "'" },
};
const ESCAPE = /\\(?:x([0-9a-fA-F]{2})|([0-7]{3})|u([0-9a-fA-F]{4})|U([0-9a-fA-F]{8})|(.))/gs;

/** Text of a quoted literal with Go's escapes; between backticks nothing is special. Undefined when it is malformed. */
export function unquote(literal: string): string | undefined {
  const quote = literal[0];
  if (literal.length < 2 || literal.at(-1) !== quote) return undefined;
  const inner = literal.slice(1, -1);
  if (quote === '`') return inner;
  let good = !/(^|[^\\])(\\\\)*\\$/.test(inner) && !inner.includes('\n');
  const text = inner.replace(ESCAPE, (_, hex?: string, octal?: string, short?: string, long?: string, plain?: string) => {
    const code = hex ?? short ?? long;
    if (code !== undefined || octal !== undefined) {
      const point = code === undefined ? parseInt(octal!, 8) : parseInt(code, 16);
      good &&= point <= 0x10ffff;
      return good ? String.fromCodePoint(point) : '';
    }
    good &&= plain! in PLAIN && plain !== (quote === '"' ? "'" : '"');
    return PLAIN[plain!] ?? '';
  });
  return good ? text : undefined;
}
