import type { Call } from './call.ts';

/**
 * Whom an entity calls that lost something, by name. Callees of which nothing is known (no entry in `losses`) are looked through:
 * whom they call counts as called directly. Those that were measured and lost nothing explain nothing, and nobody behind them does.
 */
export function losingCallees(calls: readonly Call[], losses: ReadonlyMap<string, number>): (entity: string) => readonly string[] {
  const direct = new Map<string, Set<string>>();
  for (const { caller, callee } of calls) direct.set(caller, (direct.get(caller) ?? new Set()).add(callee));
  const found = new Map<string, readonly string[]>();
  return (entity) => {
    const known = found.get(entity) ?? find(entity, direct, losses);
    found.set(entity, known);
    return known;
  };
}

function find(entity: string, direct: ReadonlyMap<string, ReadonlySet<string>>, losses: ReadonlyMap<string, number>): string[] {
  const seen = new Set([entity]);
  const losing: string[] = [];
  const ahead = [...(direct.get(entity) ?? [])];
  for (let callee = ahead.pop(); callee !== undefined; callee = ahead.pop()) {
    if (seen.has(callee)) continue;
    seen.add(callee);
    const loss = losses.get(callee);
    if (loss === undefined) ahead.push(...(direct.get(callee) ?? []));
    else if (loss > 0) losing.push(callee);
  }
  return losing.sort();
}
