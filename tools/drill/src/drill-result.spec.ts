import { describe, expect, it } from '@jest/globals';
import { isGood, noResult } from './drill-result.ts';

const good = {
  ...noResult('cpu'),
  detectedSeconds: 5,
  proposedSeconds: 6,
  executedSeconds: 7,
  verifiedSeconds: 20,
  resolvedSeconds: 40,
  executions: 1,
  answer: 'drill-workload burnt CPU; it was restarted, and the fix was verified.',
};

describe('isGood', () => {
  it('needs every step, one execution, and the answer', () => {
    expect(isGood(good, 'drill-workload')).toBe(true);
    for (const broken of [{ verifiedSeconds: null }, { executions: 2 }, { executions: 0 }, { answer: 'All is well.' }]) {
      expect(isGood({ ...good, ...broken }, 'drill-workload')).toBe(false);
    }
    expect(isGood(good, 'another')).toBe(false);
  });

  it('prints its fields in the order that scripts rely on', () => {
    expect(JSON.stringify(noResult('memory'))).toBe(
      '{"fault":"memory","ok":false,"detectedSeconds":null,"proposedSeconds":null,"executedSeconds":null,"verifiedSeconds":null,"resolvedSeconds":null,"executions":0,"answer":""}',
    );
  });
});
