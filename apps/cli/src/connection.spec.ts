import { describe, expect, it } from '@jest/globals';
import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { findConnection } from './connection.ts';

function aStack() {
  const root = mkdtempSync(join(tmpdir(), 'cloudops-cli-'));
  const inside = join(root, 'deep', 'down');
  mkdirSync(inside, { recursive: true });
  mkdirSync(join(root, '.cloudops', 'run'), { recursive: true });
  const adminKeyFile = join(root, 'admin.key');
  writeFileSync(adminKeyFile, 'the-secret\n');
  writeFileSync(join(root, '.cloudops', 'run', 'stack.json'), JSON.stringify({ url: 'http://127.0.0.1:3000/', adminKeyFile }));
  return { root, inside, adminKeyFile };
}

describe('findConnection', () => {
  it('finds the stack of a folder above', () => {
    expect(findConnection({}, aStack().inside)).toEqual({ url: 'http://127.0.0.1:3000', key: 'the-secret' });
  });

  it('lets options win', () => {
    const { inside, root } = aStack();
    writeFileSync(join(root, 'other'), 'other-secret');
    expect(findConnection({ url: 'https://x', keyFile: join(root, 'other') }, inside)).toEqual({ url: 'https://x', key: 'other-secret' });
    expect(findConnection({ keyFile: join(root, 'other') }, inside)).toEqual({ url: 'http://127.0.0.1:3000', key: 'other-secret' });
  });

  it('says what is missing', () => {
    const empty = mkdtempSync(join(tmpdir(), 'cloudops-cli-'));
    expect(() => findConnection({}, empty)).toThrow(/--url/);
    expect(() => findConnection({ url: 'http://x' }, empty)).toThrow(/--key FILE/);
    expect(() => findConnection({ url: 'http://x', keyFile: join(empty, 'none') }, empty)).toThrow(/cannot be read/);
  });
});
