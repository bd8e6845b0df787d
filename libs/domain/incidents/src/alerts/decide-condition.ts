import { createHash } from 'node:crypto';
import { type Alert, entityKey, type EntityRef, type Labels, type RunbookCondition } from '@cloudops/contracts';
import { alertId } from './news-of-alert.ts';

/** A condition of a runbook, by the runbook's id. */
export interface NamedCondition extends RunbookCondition {
  readonly runbook: string;
  readonly title: string;
}

/** A series of the result, and whom it means. */
export interface Meant {
  readonly entity: EntityRef;
  readonly labels: Labels;
  readonly value: string;
}

/** `pending`: it is so, not for long enough. `dropped`: it is no more, and never was for long enough. */
export interface ConditionStep {
  readonly type: 'pending' | 'fired' | 'resolved' | 'dropped';
  readonly alert: Alert;
  readonly reason: string;
}

/**
 * What an evaluation says beyond what is known: once an entity, whatever the number of its series. Without an evaluation nothing is decided:
 * a query that failed says neither that the trouble is there nor that it is gone.
 * @param active alerts of this runbook that are pending or firing
 */
export function decideCondition(condition: NamedCondition, active: readonly Alert[], result: readonly Meant[], now: Date): ConditionStep[] {
  const meant = new Map<string, Meant>();
  for (const one of result) {
    const key = entityKey(one.entity);
    if (one.entity.kind === condition.entityKind && !meant.has(key)) meant.set(key, one);
  }
  const known = new Map(active.map((alert) => [entityKey(alert.entity), alert]));
  const over = [...known].filter(([key]) => !meant.has(key)).map(([, alert]) => overStep(alert, now));
  const steps = [...meant].flatMap(([key, one]): ConditionStep[] => {
    const alert = known.get(key) ?? begun(condition, one, now);
    const lasted = (now.getTime() - Date.parse(alert.startsAt)) / 1000;
    if (alert.state === 'firing') return [];
    if (lasted < condition.forSeconds) return known.has(key) ? [] : [{ type: 'pending', alert, reason: 'not-for-long-enough' }];
    return [{ type: 'fired', alert: { ...alert, state: 'firing' }, reason: `so for ${condition.forSeconds} s` }];
  });
  return [...over, ...steps];
}

/** All of these are over: their runbook, or its condition, is gone. */
export const withdrawConditions = (active: readonly Alert[], now: Date): ConditionStep[] => active.map((alert) => overStep(alert, now));

const overStep = (alert: Alert, now: Date): ConditionStep =>
  alert.state === 'pending'
    ? { type: 'dropped', alert, reason: 'over-before-it-counted' }
    : { type: 'resolved', alert: { ...alert, state: 'resolved', endsAt: now.toISOString() }, reason: 'no-longer-so' };

function begun({ runbook, title, promql, severity }: NamedCondition, { entity, labels, value }: Meant, now: Date): Alert {
  const fingerprint = `condition-${createHash('sha256')
    .update(`${runbook}|${entityKey(entity)}`)
    .digest('hex')
    .slice(0, 32)}`;
  const startsAt = now.toISOString();
  return {
    id: alertId(fingerprint, startsAt),
    kind: 'condition',
    fingerprint,
    name: runbook,
    state: 'pending',
    severity,
    entity,
    labels,
    annotations: { summary: `${promql} is ${value}`, description: title },
    startsAt,
    endsAt: null,
    generatorUrl: null,
    source: `runbook:${runbook}`,
    truncatedAlerts: 0,
    silence: null,
  };
}
