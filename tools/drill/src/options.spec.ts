import { describe, expect, it } from '@jest/globals';
import { parseOptions } from './options.ts';

describe('parseOptions', () => {
  it('burns CPU on the stack that runs here, unless told otherwise', () => {
    expect(parseOptions([])).toEqual({ fault: 'cpu', target: undefined, timeoutSeconds: 300 });
    expect(parseOptions(['--fault', 'latency', '--url', 'http://h:1/', '--key', 'k', '--timeout', '60'])).toEqual({
      fault: 'latency',
      target: { url: 'http://h:1', keyFile: 'k' },
      timeoutSeconds: 60,
    });
  });

  it('knows when help is wanted', () => expect(parseOptions(['--help'])).toBe('help'));

  it.each([[['--fault', 'fire']], [['--url', 'http://h']], [['--timeout', 'soon']], [['--nonsense']]])('refuses %p', (argv) => {
    expect(() => parseOptions(argv)).toThrow();
  });
});
