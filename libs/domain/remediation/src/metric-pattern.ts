/** What tests a metric's name: a name is equal, `/.../` must fit as a whole. Undefined when it is neither. */
export function metricPattern(text: string): RegExp | undefined {
  const inner = /^\/(.+)\/$/.exec(text)?.[1];
  if (inner === undefined) return /^[A-Za-z_:][A-Za-z0-9_:.]*$/.test(text) ? new RegExp(`^${text.replaceAll('.', '\\.')}$`) : undefined;
  try {
    return new RegExp(`^(?:${inner})$`);
  } catch {
    return undefined;
  }
}
