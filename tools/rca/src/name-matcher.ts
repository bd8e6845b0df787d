/**
 * The name that the measurements use for what is called `name` elsewhere. One that is not measured as it is written is taken for the measured
 * one that differs in case, blanks and punctuation alone, when there is exactly one; else it stays as it is.
 */
export function nameMatcher(measured: ReadonlySet<string>): (name: string) => string {
  const byPlainName = new Map<string, string[]>();
  for (const name of measured) byPlainName.set(plain(name), [...(byPlainName.get(plain(name)) ?? []), name]);
  return (name) => {
    if (measured.has(name)) return name;
    const alike = byPlainName.get(plain(name)) ?? [];
    return alike.length === 1 ? alike[0]! : name;
  };
}

const plain = (name: string): string => name.toLowerCase().replace(/[^\p{L}\p{N}]+/gu, '');
