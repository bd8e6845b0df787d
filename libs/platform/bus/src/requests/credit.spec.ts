import { expect, it } from '@jest/globals';
import fc from 'fast-check';
import { Credit } from './credit.ts';

it('lets exactly as many pass as were granted, in order, and frees who waits when it is stopped', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.nat(5),
      fc.array(fc.integer({ min: 1, max: 4 }), { maxLength: 6 }),
      fc.integer({ min: 0, max: 30 }),
      async (first, grants, takers) => {
        const credit = new Credit(first);
        const stop = new AbortController();
        const passed: number[] = [];
        let refused = 0;
        const all = Array.from({ length: takers }, (_, i) =>
          credit.take(stop.signal).then(
            () => passed.push(i),
            () => refused++,
          ),
        );
        for (const grant of grants) credit.grant(grant);
        await new Promise(setImmediate);
        const granted = grants.reduce((sum, grant) => sum + grant, first);
        expect(passed).toEqual([...Array(Math.min(granted, takers)).keys()]);
        stop.abort();
        await Promise.all(all);
        expect(refused).toBe(Math.max(0, takers - granted));
      },
    ),
  );
});
