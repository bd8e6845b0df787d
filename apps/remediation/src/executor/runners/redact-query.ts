const LONGEST = 800;

/** A query for people's eyes: what stands in quotes may be somebody's data and is left out, and so are long numbers; cut at 800 characters. */
export function redactQuery(query: string): string {
  const redacted = query
    .replace(/\$([A-Za-z_]*)\$[\s\S]*?(?:\$\1\$|$)/g, "'…'")
    .replace(/'(?:[^']|'')*(?:'|$)/g, "'…'")
    .replace(/\d{5,}/g, '…')
    .replace(/\s+/g, ' ')
    .trim();
  return redacted.length > LONGEST ? `${redacted.slice(0, LONGEST)}…` : redacted;
}
