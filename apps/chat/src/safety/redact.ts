/** Shapes of well-known secrets. The text around the secret stays, so that a line keeps its meaning. */
const SECRETS: readonly (readonly [RegExp, string])[] = [
  [/-----BEGIN [A-Z ]*PRIVATE KEY-----[\s\S]*?(?:-----END [A-Z ]*PRIVATE KEY-----|$)/g, '[redacted]'],
  // user:password@ of a URL
  [/([a-z][a-z0-9+.-]{1,20}:\/\/[^\s:/@]{0,100}:)[^\s@]{1,200}@/gi, '$1[redacted]@'],
  [/\b(Bearer|Basic)\s+[A-Za-z0-9._~+/=-]{8,}/gi, '$1 [redacted]'],
  [/\beyJ[A-Za-z0-9_-]{8,}\.[A-Za-z0-9_-]{8,}(?:\.[A-Za-z0-9_-]*)?/g, '[redacted]'],
  [/\b(?:sk|pk|rk)[-_](?:[A-Za-z]+[-_])*[A-Za-z0-9_-]{16,}/g, '[redacted]'],
  [/\bAIza[A-Za-z0-9_-]{30,}/g, '[redacted]'],
  [/\b(?:AKIA|ASIA)[A-Z0-9]{16}\b/g, '[redacted]'],
  [/\b(?:gh[pousr]_[A-Za-z0-9]{20,}|github_pat_[A-Za-z0-9_]{20,}|glpat-[A-Za-z0-9_-]{20,}|npm_[A-Za-z0-9]{30,})/g, '[redacted]'],
  [/\bxox[abeoprs]-[A-Za-z0-9-]{10,}/g, '[redacted]'],
  [/\bhooks\.slack\.com\/services\/[A-Za-z0-9/]+/g, 'hooks.slack.com/services/[redacted]'],
  // password=..., "apiKey": "...", --token ...; a quoted value may hold spaces
  [
    /(["']?\b[a-z0-9_.-]{0,40}(?:passwd|password|passphrase|secret|token|api[-_]?key|access[-_]?key|private[-_]?key|credentials?)["']?\s*[:=]\s*)(?:"[^"]{1,500}"|'[^']{1,500}'|[^\s"',;&}]{3,500})/gi,
    '$1[redacted]',
  ],
];

/** `text` without anything that looks like a secret. Idempotent. */
export function redact(text: string): string {
  let out = text;
  for (const [pattern, replacement] of SECRETS) out = out.replace(pattern, replacement);
  return out;
}

/** The same value with every string in it redacted; keys stay. */
export function redactDeep<T>(value: T): T {
  if (typeof value === 'string') return redact(value) as T;
  if (Array.isArray(value)) return value.map(redactDeep) as T;
  if (value === null || typeof value !== 'object') return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, v]) => [key, secretName(key, v) ? '[redacted]' : redactDeep(v as unknown)]),
  ) as T;
}

const secretName = (key: string, value: unknown): boolean =>
  typeof value === 'string' && /^(?:password|passwd|secret|token|api[-_]?key|authorization|cookie)$/i.test(key);
