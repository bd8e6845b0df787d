export interface Route {
  readonly method: string;
  /** Path with `:name` parameters. */
  readonly path: string;
}

/** Methods that `path` knows, sorted; empty when there is no such path. Tells 405 from 404. */
export function methodsOf(path: string, routes: readonly Route[]): string[] {
  const segments = path.split('/');
  const fits = (pattern: string[]): boolean =>
    pattern.length === segments.length && pattern.every((p, i) => (p.startsWith(':') ? segments[i] !== '' : p === segments[i]));
  return [...new Set(routes.filter((r) => fits(r.path.split('/'))).map((r) => r.method))].sort();
}
