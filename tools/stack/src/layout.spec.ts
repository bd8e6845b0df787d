import { describe, expect, it } from '@jest/globals';
import { statSync } from 'node:fs';
import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { layoutOf, makeFolders } from './layout.ts';

describe('layoutOf', () => {
  it('keeps sockets under the run folder when their paths fit', () => {
    expect(layoutOf('/srv/.cloudops').sockets).toBe('/srv/.cloudops/run');
  });

  it('moves sockets to a short folder of their own when the data folder lies deep', () => {
    const deep = `/${'d'.repeat(120)}`;
    expect(layoutOf(deep).sockets.length).toBeLessThan(80);
    expect(layoutOf(deep).sockets).not.toBe(layoutOf(`${deep}x`).sockets);
  });
});

describe('makeFolders', () => {
  it('closes keys and sockets to everybody else', async () => {
    const layout = layoutOf(join(await mkdtemp(join(tmpdir(), 'layout-')), 'data'));
    makeFolders(layout);
    expect(statSync(layout.keys).mode & 0o777).toBe(0o700);
    expect(statSync(layout.run).mode & 0o777).toBe(0o700);
    expect(statSync(layout.root).mode & 0o777).toBe(0o755);
  });
});
