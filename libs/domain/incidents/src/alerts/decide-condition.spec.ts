import { describe, expect, it } from '@jest/globals';
import type { Alert } from '@cloudops/contracts';
import { anEntity } from '@cloudops/testing';
import fc from 'fast-check';
import { type ConditionStep, decideCondition, type Meant, type NamedCondition } from './decide-condition.ts';

const DOWN: NamedCondition = {
  runbook: 'down',
  title: 'It is down',
  promql: 'up == 0',
  forSeconds: 30,
  severity: 'high',
  entityKind: 'workload',
};
const at = (seconds: number): Date => new Date(Date.UTC(2026, 0, 15, 12, 0, seconds));
const meant = (id: string, over: Partial<Meant> = {}): Meant => ({
  entity: anEntity({ id }),
  labels: { instance: id },
  value: '0',
  ...over,
});
const held = (active: readonly Alert[], steps: readonly ConditionStep[]): Alert[] => {
  const touched = new Set(steps.map((s) => s.alert.fingerprint));
  return [
    ...active.filter((a) => !touched.has(a.fingerprint)),
    ...steps.filter((s) => s.type === 'pending' || s.type === 'fired').map((s) => s.alert),
  ];
};

describe('decideCondition', () => {
  it('fires when it was so for long enough, with the time when it began', () => {
    const [pending] = decideCondition(DOWN, [], [meant('web')], at(0));
    expect(pending).toMatchObject({ type: 'pending', alert: { kind: 'condition', annotations: { summary: 'up == 0 is 0' } } });
    expect(decideCondition(DOWN, [pending!.alert], [meant('web')], at(15))).toEqual([]);
    const [fired] = decideCondition(DOWN, [pending!.alert], [meant('web')], at(30));
    expect(fired).toMatchObject({ type: 'fired', alert: { state: 'firing', startsAt: at(0).toISOString(), id: pending!.alert.id } });
    expect(decideCondition(DOWN, [fired!.alert], [meant('web')], at(45))).toEqual([]);
    expect(decideCondition(DOWN, [fired!.alert], [], at(60))).toMatchObject([
      { type: 'resolved', alert: { endsAt: at(60).toISOString() } },
    ]);
    expect(decideCondition(DOWN, [pending!.alert], [], at(15))).toMatchObject([{ type: 'dropped' }]);
  });
  it('at once where it need not last', () => {
    expect(decideCondition({ ...DOWN, forSeconds: 0 }, [], [meant('web')], at(0))).toMatchObject([{ type: 'fired' }]);
  });
  it('once an entity, and only of its kind', () => {
    const host = meant('h', { entity: anEntity({ kind: 'host', id: 'h' }) });
    expect(decideCondition(DOWN, [], [meant('web'), meant('web', { value: '1' }), host], at(0))).toHaveLength(1);
  });
  it('never fires before its time, and holds no entity twice', () => {
    const rounds = fc.array(fc.array(fc.constantFrom('a', 'b', 'c'), { maxLength: 3 }), { maxLength: 20 });
    fc.assert(
      fc.property(rounds, fc.integer({ min: 0, max: 60 }), (results, forSeconds) => {
        let active: Alert[] = [];
        results.forEach((ids, round) => {
          const now = at(round * 15);
          const steps = decideCondition(
            { ...DOWN, forSeconds },
            active,
            ids.map((id) => meant(id)),
            now,
          );
          for (const { type, alert } of steps) {
            if (type === 'fired') expect(now.getTime() - Date.parse(alert.startsAt)).toBeGreaterThanOrEqual(forSeconds * 1000);
          }
          active = held(active, steps);
          expect(active.map((a) => a.entity.id).toSorted()).toEqual([...new Set(ids)].toSorted());
        });
      }),
    );
  });
});
