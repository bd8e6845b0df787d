import { describe, expect, it } from '@jest/globals';
import { waitFor } from './wait-for.ts';

describe('waitFor', () => {
  it('returns the first thing that is there; zero and empty text are things', async () => {
    const answers = [undefined, null, false, 0];
    expect(await waitFor(() => answers.shift(), { intervalMs: 1 })).toBe(0);
    expect(await waitFor(() => '')).toBe('');
  });

  it('takes throwing for not yet', async () => {
    let tries = 0;
    const fact = (): number => {
      if (++tries < 3) throw new Error('too early');
      return tries;
    };
    expect(await waitFor(fact, { intervalMs: 1 })).toBe(3);
  });

  it('says what was waited for and what was seen last', async () => {
    const never = (): never => {
      throw new Error('connection refused');
    };
    await expect(waitFor(never, { timeoutMs: 5, intervalMs: 1, what: 'the broker' })).rejects.toThrow(
      'Waited 5 ms in vain for the broker; last: connection refused',
    );
  });
});
