/** A value as Prometheus' API writes it: shortest decimal; exponents below 1e-6 and from 1e21 on. */
export function formatValue(value: number): string {
  const size = Math.abs(value);
  if (size === 0 || (size >= 1e-6 && size < 1e21) || !Number.isFinite(value)) return plainNumber(value);
  const [digits, exponent] = value.toExponential().split('e') as [string, string];
  return `${digits}e${exponent[0]}${exponent.slice(1).padStart(2, '0')}`;
}

/** Shortest decimal without an exponent, however long (Go's `FormatFloat(v, 'f', -1, 64)`): scalars and `count_values`. */
export function plainNumber(value: number): string {
  if (Number.isNaN(value)) return 'NaN';
  if (!Number.isFinite(value)) return value > 0 ? '+Inf' : '-Inf';
  if (Object.is(value, -0)) return '-0';
  const short = String(Math.abs(value));
  const [digits, exponent] = short.includes('e') ? (Math.abs(value).toExponential().split('e') as [string, string]) : [short];
  const text = exponent === undefined ? digits : shifted(digits.replace('.', ''), Number(exponent));
  return value < 0 ? `-${text}` : text;
}

/** Digits with the point after the first one moved by `exponent`. */
const shifted = (digits: string, exponent: number): string =>
  exponent < 0 ? `0.${'0'.repeat(-exponent - 1)}${digits}` : digits.padEnd(exponent + 1, '0');
