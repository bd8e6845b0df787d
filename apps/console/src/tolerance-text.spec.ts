import { expect, it } from '@jest/globals';
import { toleranceText } from './tolerance-text.ts';

it.each([
  [{ above: 0, below: 0, unusual: 0 }, 'scored as ever'],
  [{ above: 1500, below: 0, unusual: 0 }, 'tolerated up to 1.5 k above what is expected'],
  [{ above: 0, below: 2, unusual: 1.25 }, 'tolerated up to 2 below what is expected and a course as rare as a score of 1.25'],
])('%p: %s', (tolerance, text) => expect(toleranceText(tolerance)).toBe(text));
