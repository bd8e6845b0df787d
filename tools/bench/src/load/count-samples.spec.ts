import { expect, it } from '@jest/globals';
import { countSamples } from './count-samples.ts';
import { labelsOf } from './series-shapes.ts';
import { WriteTemplate } from './write-template.ts';

it('counts the samples of a body', () => {
  expect(countSamples(new WriteTemplate([0, 1, 2].map(labelsOf)).body)).toBe(3);
});
