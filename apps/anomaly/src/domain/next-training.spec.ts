import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { dueTraining } from './due-training.ts';
import { nextTraining } from './next-training.ts';

const HOUR = 3_600_000;
const NOW = 1_000 * 24 * HOUR;

describe('nextTraining', () => {
  it('is a day after the first row', () => {
    const facts = { firstRow: NOW - 3 * HOUR, lastRow: NOW, alarmed: 0, outdated: false };
    expect(nextTraining(facts, undefined, NOW)).toEqual({ cause: 'first', at: NOW + 21 * HOUR });
  });

  it('is not known before the first row', () => {
    expect(nextTraining({ firstRow: 0, lastRow: 0, alarmed: 0, outdated: false }, undefined, NOW)).toBeUndefined();
  });

  it('is when it will be due, and not before', () => {
    const hours = fc.integer({ min: 0, max: 400 });
    const before = fc.option(fc.record({ hours, made: fc.boolean(), open: fc.boolean() }), { nil: undefined });
    fc.assert(
      fc.property(hours, before, fc.double({ min: 0, max: 1, noNaN: true }), fc.boolean(), (age, ended, alarmed, outdated) => {
        const last = ended && { endedAt: NOW - ended.hours * HOUR, made: ended.made, open: ended.open };
        const at = (now: number) => ({ firstRow: NOW - age * HOUR, lastRow: now, alarmed, outdated });
        const next = nextTraining(at(NOW), last, NOW);
        if (!next) return expect(last?.open).toBe(true);
        expect(dueTraining(at(next.at), last, 0, next.at)).toBe(next.cause);
        if (next.at > NOW) expect(dueTraining(at(next.at - 1), last, 0, next.at - 1)).toBeUndefined();
      }),
    );
  });
});
