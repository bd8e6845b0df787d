import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { run } from '../program.ts';

const DEFAULTS = fileURLToPath(new URL('../../../remediation/defaults', import.meta.url));
const INVENTORY = `entries:
  - id: drill-workload
    entity: { environment: local, kind: workload, id: drill }
    trustedSources: [scrape:drill]
    runner: { kind: supervisor, socket: /run/s.sock, workload: drill }
  - id: host
    entity: { environment: local, kind: host, id: h }
    trustedSources: []
    runner: { kind: supervisor, socket: /run/s.sock, workload: h }
`;

async function lint(...args: string[]): Promise<{ code: number; out: string; err: string }> {
  let [out, err] = ['', ''];
  const terminal = { out: (text: string) => void (out += text), interactive: false, ask: () => Promise.reject(new Error('not asked')) };
  const signal = new AbortController().signal;
  const code = await run(['runbook', 'lint', ...args], { terminal, folder: '/nowhere', signal, complain: (text) => void (err += text) });
  return { code, out, err };
}

describe('cloudops runbook lint', () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'lint-'));
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  it('takes the shipped runbooks and says what policy lets them do to whom', async () => {
    const inventory = join(folder, 'inventory.yaml');
    writeFileSync(inventory, INVENTORY);
    const found = await lint(`${DEFAULTS}/runbooks`, '--policy', `${DEFAULTS}/policy.yaml`, '--inventory', inventory);
    expect(found).toMatchObject({ code: 0, err: '' });
    expect(found.out).toMatch(/ok +restart-workload +restart-workload\.yaml +version [0-9a-f]{12} +restart-workload/);
    expect(found.out).toMatch(/drill-workload +auto +drill-workload: the drill's own/);
    expect(found.out).not.toMatch(/ host /);
  });

  it('fails with every fault of every file', async () => {
    writeFileSync(
      join(folder, 'a.yaml'),
      'id: A\ntitle: T\nmatch: { entityKind: host, signals: [errors] }\naction: { kind: restart-workload }\n',
    );
    writeFileSync(join(folder, 'b.yaml'), 'id: b\ntitle: T\nmatch: { entityKind: host }\naction: { kind: run-shell }\nsteps: []\n');
    const { code, err } = await lint(folder);
    expect(code).toBe(1);
    expect(err).toMatch(/a\.yaml:1: id: lower-case/);
    expect(err).toMatch(/b\.yaml:4: action\.kind: /);
    expect(err).toMatch(/b\.yaml:5: steps: is not a known field/);
  });

  it('says that there is no such folder', async () => {
    expect(await lint(join(folder, 'absent'))).toMatchObject({ code: 1, err: expect.stringMatching(/absent: there is no such/) });
  });
});
