export const REDACTED = '[redacted]';

const SECRET_NAME = /authorization|cookie|passw(or)?d|secret|credential|(api|private|access|write|admin)[-_]?key|^key$|token$/i;
const MAX_DEPTH = 6;

const isPlain = (v: object): boolean =>
  Array.isArray(v) || Object.getPrototypeOf(v) === Object.prototype || Object.getPrototypeOf(v) === null;

/**
 * Copy of `value` in which every field with a secret's name is replaced. Numbers and booleans stay: a token count or
 * a fencing token is no secret. Instances (errors, buffers) are left to their serializers; deeper than six levels is cut.
 */
export function redactFields(value: unknown, depth = 0): unknown {
  if (typeof value !== 'object' || value === null || !isPlain(value)) return value;
  if (depth >= MAX_DEPTH) return '[deeper than six levels]';
  if (Array.isArray(value)) return value.map((item) => redactFields(item, depth + 1));
  return Object.fromEntries(
    Object.entries(value).map(([name, field]) => [name, isSecret(name, field) ? REDACTED : redactFields(field, depth + 1)]),
  );
}

function isSecret(name: string, field: unknown): boolean {
  return SECRET_NAME.test(name) && (typeof field === 'string' || (typeof field === 'object' && field !== null));
}

/** Hides passwords inside URLs (`postgres://user:PASSWORD@host`) and credentials after `Bearer` or `Basic`, wherever they stand in a text. */
export function redactText(text: string): string {
  return text
    .replace(/([a-z][a-z0-9+.-]*:\/\/[^\s:@/"']*):[^\s@"'/]+@/gi, `$1:${REDACTED}@`)
    .replace(/\b(Bearer|Basic)\s+[A-Za-z0-9._~+/=-]{8,}/gi, `$1 ${REDACTED}`);
}
