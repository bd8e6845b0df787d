import { describe, expect, it } from '@jest/globals';
import { rcaOptions } from './rca-options.ts';

describe('rcaOptions', () => {
  it('takes a folder and a file', () =>
    expect(rcaOptions(['--data', 'd', '--output', 'o'])).toEqual({ data: 'd', output: 'o', evidence: undefined }));
  it('knows when help is wanted', () => expect(rcaOptions(['--help'])).toBeUndefined());
  it('names what is wrong', () => {
    expect(() => rcaOptions(['--output', 'o'])).toThrow('--data DIR is missing');
    expect(() => rcaOptions(['--data', 'd'])).toThrow('--output FILE is missing');
    expect(() => rcaOptions(['--deta', 'd'])).toThrow('--deta');
  });
});
