import { expect, it } from '@jest/globals';
import { secondsToKill } from './kill-loop.ts';

it('kills every so many seconds on average', () => expect([0, 0.5, 1].map((random) => secondsToKill(10, random))).toEqual([8, 10, 12]));
