import { beforeEach, describe, expect, it } from '@jest/globals';
import { readFileSync, statSync } from 'node:fs';
import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { layoutOf, makeFolders, type Layout } from './layout.ts';
import { openSecrets } from './secrets.ts';

describe('openSecrets', () => {
  let layout: Layout;
  beforeEach(async () => {
    layout = layoutOf(await mkdtemp(join(tmpdir(), 'secrets-')));
    makeFolders(layout);
  });

  it('gives the same password for the same name on every start, and another for another name', () => {
    const first = openSecrets(layout);
    const password = first.password('cloudops_gateway');
    const again = openSecrets(layout);
    expect(again.password('cloudops_gateway')).toBe(password);
    expect(again.password('cloudops_chat')).not.toBe(password);
    expect(again.postgresAdmin).toBe(first.postgresAdmin);
  });

  it('writes keys once, for this user only', () => {
    openSecrets(layout);
    const key = readFileSync(layout.adminKey, 'utf8');
    openSecrets(layout);
    expect(readFileSync(layout.adminKey, 'utf8')).toBe(key);
    expect(key).toMatch(/^coa_[\w-]{43}\n$/);
    for (const file of [layout.adminKey, layout.writeKey, layout.secrets]) expect(statSync(file).mode & 0o777).toBe(0o600);
  });
});
