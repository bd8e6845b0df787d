/** The variables of this process among `names` that are set: what a child process may inherit, and nothing else. */
export const inheritedVariables = (names: readonly string[]): Record<string, string> =>
  Object.fromEntries(names.flatMap((name) => (process.env[name] === undefined ? [] : [[name, process.env[name]]])));
