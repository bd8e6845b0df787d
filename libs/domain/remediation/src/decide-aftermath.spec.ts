import { describe, expect, it } from '@jest/globals';
import { decide } from './decide.ts';
import { evolveAll } from './evolve.ts';
import type { RemediationCommand } from './remediation-command.ts';
import { sampleCheck } from './sample-proposal.ts';
import { after, AUTO, DONE, play, points, proposal, run, start, T0 } from './sample-story.ts';

describe('what does not help', () => {
  const undoable = sampleCheck(T0, { reversible: true, rollback: 'scale back to 3' });
  const failing = [
    proposal({ policy: AUTO }),
    undoable,
    start(),
    DONE,
    { type: 'verify', points: points(99, 99), now: after(122) },
  ] as const;

  it('is undone where that is possible, once, and then rolled back and escalated', () => {
    const rolling = run(failing);
    expect(rolling).toMatchObject({ state: 'rolling-back', reason: expect.stringContaining('scale back to 3') });
    // the outcome of the action, a second time, says nothing about the way back
    expect(decide(DONE, rolling)).toEqual([]);
    const back = (kind: string): RemediationCommand =>
      ({
        type: 'record-outcome',
        purpose: 'rollback',
        outcome: { kind, finishedAt: after(130), message: 'm' },
        now: after(130),
      }) as RemediationCommand;
    expect(run([...failing, back('done')])).toMatchObject({ state: 'rolled-back', escalated: true });
    expect(run([...failing, back('failed')]).state).toBe('failed');
    expect(run([...failing, back('not-done')]).state).toBe('failed');
    expect(run([...failing, back('unknown')]).state).toBe('unknown');
  });

  it.each([[{ reversible: true, rollback: null }], [{ reversible: false, rollback: 'scale back' }]])(
    'fails when there is no way back: %o',
    (over) => {
      expect(run([failing[0], sampleCheck(T0, over), ...failing.slice(2)]).state).toBe('failed');
    },
  );

  it('and comes back within half an hour was a failure, of which missing data and single samples say nothing', () => {
    const verified = play(proposal({ policy: AUTO }), start(), DONE, {
      type: 'verify',
      points: points(10, 10, 10, 10, 10),
      now: after(10),
    });
    const later = (...values: (number | null)[]) => ({
      'inc-rem-1-a1': values.map((v, i): [number, number | null] => [after(11 + i).getTime(), v]),
    });
    const watch = (at: number, ...values: (number | null)[]) =>
      decide({ type: 'watch', points: later(...values), now: after(at) }, verified);
    expect(watch(60)).toEqual([]);
    expect(watch(60, 99, 99, 99, 99, 10, 99)).toEqual([]);
    expect(watch(60, 99, 99, null, 99, 99, 99)).toMatchObject([{ type: 'failed', reason: expect.stringContaining('came back') }]);
    expect(watch(1810)).toMatchObject([{ type: 'settled' }]);
    const settled = evolveAll(verified, watch(1810));
    expect(settled).toMatchObject({ state: 'verified', settledAt: after(1810).toISOString() });
    expect(decide({ type: 'watch', points: later(99, 99, 99, 99, 99), now: after(1900) }, settled)).toEqual([]);
  });
});

describe('a shadow', () => {
  const shadow = proposal({ policy: { mode: 'shadow', rule: 's', reason: 'measure' } });

  it('does nothing, and says by the same criterion whether the metric came back alone', () => {
    expect(decide(start(), play(shadow))).toEqual([]);
    expect(play(shadow, { type: 'verify', points: points(10, 10, 10, 10, 10), now: after(20) })).toMatchObject({
      ...{ state: 'shadowed', recoveredAlone: true, startedAt: null, fencingToken: null },
    });
    expect(play(shadow, { type: 'verify', points: points(99), now: after(119) }).state).toBe('shadowing');
    expect(play(shadow, { type: 'verify', points: points(99), now: after(120) })).toMatchObject({
      state: 'shadowed',
      recoveredAlone: false,
    });
  });
});
