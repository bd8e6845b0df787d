import { expect, it } from '@jest/globals';
import { inheritedVariables } from './inherited-variables.ts';

it('passes on what was asked for and is set', () => {
  process.env['CLOUDOPS_SPEC_SECRET'] = 'x';
  expect(inheritedVariables(['PATH', 'CLOUDOPS_SPEC_UNSET'])).toEqual({ PATH: process.env['PATH'] });
});
