import type { Call } from './call.ts';
import { losingCallees } from './losing-callees.ts';

/** Callees that lost this share of what their caller lost explain all of it: retries and the way between them cost the caller more. */
const EXPLAINED = 0.75;
/** Everybody keeps at least this share of the blame that passes, so that it comes to rest in a circle of calls too. */
const LEAST_KEPT = 0.02;
/** Blame that is not worth following any further. */
const DUST = 1e-9;

export interface Blame {
  /** Of what the symptom lost, 0 to 1. */
  readonly share: number;
  /** Who passed the most of it, and which part of all that was passed here, 0 to 1; nothing where the symptom was. */
  readonly from: { readonly caller: string; readonly share: number } | undefined;
}

/**
 * Follows a loss from where it shows down the calls. What is lost (seconds waited, requests failed) adds up along calls: an entity keeps the
 * part that its callees did not lose, and passes the rest to them in proportion to theirs. So the blame gathers at the deepest entity that lost
 * what nobody below it explains. A random walk that is absorbed; its result depends on neither the order of anything nor the unit of the losses.
 * @param losses not negative; an entity that is absent was not measured
 */
export function attributeBlame(symptom: string, losses: ReadonlyMap<string, number>, calls: readonly Call[]): Map<string, Blame> {
  const calleesOf = losingCallees(calls, losses);
  const kept = new Map<string, number>();
  const passed = new Map<string, Map<string, number>>();
  let moving = new Map([[symptom, 1]]);
  while (moving.size > 0) {
    const next = new Map<string, number>();
    for (const [entity, blame] of moving) {
      const callees = calleesOf(entity);
      const below = callees.reduce((sum, callee) => sum + losses.get(callee)!, 0);
      const keeps = blame * keptShare(losses.get(entity) ?? 0, below);
      add(kept, entity, keeps);
      for (const callee of callees) {
        const part = ((blame - keeps) * losses.get(callee)!) / below;
        if (part < DUST) continue;
        add(next, callee, part);
        const from = passed.get(callee) ?? new Map<string, number>();
        passed.set(callee, add(from, entity, part));
      }
    }
    moving = next;
  }
  return new Map([...kept].map(([entity, share]) => [entity, { share, from: mostOf(passed.get(entity)) }]));
}

/** Which part of its blame an entity keeps that lost `own`, while its callees together lost `below`. */
export function keptShare(own: number, below: number): number {
  if (below === 0) return 1;
  return own > 0 ? Math.max(LEAST_KEPT, 1 - below / (EXPLAINED * own)) : LEAST_KEPT;
}

function mostOf(passed: ReadonlyMap<string, number> | undefined): Blame['from'] {
  if (!passed) return undefined;
  const all = [...passed.values()].reduce((sum, part) => sum + part, 0);
  const [caller, most] = [...passed].reduce((best, next) => (next[1] > best[1] ? next : best));
  return { caller, share: Math.min(1, most / all) };
}

function add(to: Map<string, number>, key: string, amount: number): Map<string, number> {
  return to.set(key, (to.get(key) ?? 0) + amount);
}
