import { describe, expect, it } from '@jest/globals';
import { parseOptions } from './options.ts';

describe('parseOptions', () => {
  it('keeps data beside the repository and asks for port 3000 unless told otherwise', () => {
    expect(parseOptions([], '/srv/app')).toEqual({ dataDirectory: '/srv/app/.cloudops', port: 3000, verbose: false });
  });

  it('takes the folder and the port', () => {
    expect(parseOptions(['--data', '/var/lib/cloudops', '--port', '8080', '--verbose'], '/srv/app')).toEqual({
      dataDirectory: '/var/lib/cloudops',
      port: 8080,
      verbose: true,
    });
  });

  it('answers help', () => expect(parseOptions(['-h'], '/')).toBe('help'));

  it.each(['0', '65536', 'abc', '3.5'])('refuses port %s and says what would do', (port) => {
    expect(() => parseOptions(['--port', port], '/')).toThrow(/whole number from 1 to 65535/);
  });

  it('refuses an option that it does not know', () => expect(() => parseOptions(['--nope'], '/')).toThrow(/--nope/));
});
