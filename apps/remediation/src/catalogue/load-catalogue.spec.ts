import { beforeEach, describe, expect, it } from '@jest/globals';
import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { loadCatalogue, loadInventory, loadPolicy, loadRunbooks } from './load-catalogue.ts';

const DEFAULTS = fileURLToPath(new URL('../../defaults', import.meta.url));
const ENTRY = `entries:
  - id: web
    entity: { environment: local, kind: workload, id: web }
    trustedSources: [scrape:web]
    runner: { kind: supervisor, socket: /run/web.sock, workload: web }
`;

let folder: string;
const write = (name: string, text: string): string => {
  const file = join(folder, name);
  writeFileSync(file, text);
  return file;
};
const faultsOf = (work: () => unknown): string => {
  try {
    work();
    return '';
  } catch (error) {
    return (error as Error).message;
  }
};

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'catalogue-'));
});

describe('loadCatalogue', () => {
  it('takes the shipped defaults, and no inventory as an empty one', () => {
    const catalogue = loadCatalogue({
      RUNBOOKS_DIR: join(DEFAULTS, 'runbooks'),
      POLICY_FILE: join(DEFAULTS, 'policy.yaml'),
      INVENTORY_FILE: join(folder, 'absent.yaml'),
    });
    expect(catalogue.inventory.entries).toEqual([]);
    expect(catalogue.runbooks).toMatchObject([
      { id: 'restart-workload', file: 'restart-workload.yaml', version: expect.stringMatching(/^[0-9a-f]{12}$/) },
    ]);
    expect(catalogue.policy.rules.map((r) => r.mode)).toEqual(['auto', 'suggest']);
  });

  it('reports the faults of all files at once', () => {
    const policy = write('policy.yaml', 'rules:\n  - id: a\n    mode: sometimes\n    reason: r\n');
    const inventory = write('inventory.yaml', `${ENTRY}    color: red\n`);
    mkdirSync(join(folder, 'runbooks'));
    const text = faultsOf(() => loadCatalogue({ RUNBOOKS_DIR: join(folder, 'runbooks'), POLICY_FILE: policy, INVENTORY_FILE: inventory }));
    expect(text).toContain('policy.yaml:3: rules[0].mode:');
    expect(text).toContain('inventory.yaml:6: entries[0].color: is not a known field');
  });
});

describe('faults name file, line and field', () => {
  it('of a runbook', () => {
    const runbook =
      'id: x\ntitle: T\nmatch:\n  entityKind: workload\n  signals: [heat]\naction:\n  kind: shell\nverify:\n  consecutive: 3\n';
    write('x.yaml', runbook);
    const text = faultsOf(() => loadRunbooks(folder));
    expect(text).toMatch(/x\.yaml:5: match\.signals\[0\]: /);
    expect(text).toMatch(/x\.yaml:7: action\.kind: /);
    expect(text).toMatch(/x\.yaml:9: verify\.consecutive: /);
  });

  it('of a condition that is no PromQL, or lasts no time', () => {
    const runbook =
      'id: x\ntitle: T\nwhen:\n  promql: sum(up\n  for: long\nmatch: { entityKind: host, signals: [errors] }\naction: { kind: restart-workload }\n';
    write('x.yaml', runbook);
    expect(faultsOf(() => loadRunbooks(folder))).toMatch(/x\.yaml:5: when\.for: is a duration/);
    write('x.yaml', runbook.replace('long', '5m'));
    expect(faultsOf(() => loadRunbooks(folder))).toMatch(/x\.yaml:4: when\.promql: .*parse error/);
    write('x.yaml', runbook.replace('long', '5m').replace('sum(up', 'sum by (instance) (up) == 0'));
    expect(loadRunbooks(folder)).toMatchObject([{ when: { promql: 'sum by (instance) (up) == 0', for: 300, severity: 'high' } }]);
  });

  it('of a field that is missing, at its parent', () => {
    write('x.yaml', 'id: x\ntitle: T\nmatch:\n  entityKind: workload\naction:\n  kind: restart-workload\n');
    expect(faultsOf(() => loadRunbooks(folder))).toMatch(/x\.yaml:3: match\.signals: /);
  });

  it('of a guard that is no PromQL, or asks for what is not known of a target', () => {
    const guarded = (promql: string): string =>
      `id: x\ntitle: T\nmatch: { entityKind: host, metrics: [/cpu.*/] }\nguard:\n  promql: ${promql}\n  reason: r\naction: { kind: restart-workload }\n`;
    write('x.yaml', guarded("'up{ =='"));
    expect(faultsOf(() => loadRunbooks(folder))).toMatch(/x\.yaml:5: guard\.promql: .*parse error/);
    write('x.yaml', guarded(`'up{job="{{ alert.job }}"}'`));
    expect(faultsOf(() => loadRunbooks(folder))).toMatch(/x\.yaml:5: guard\.promql: \{\{ alert\.job \}\} is not known/);
    write('x.yaml', guarded(`'up{job="{{ entity.id }}"}'`).replace('/cpu.*/', '/cpu(/'));
    expect(faultsOf(() => loadRunbooks(folder))).toMatch(/x\.yaml:3: match\.metrics\[0\]: is neither/);
  });

  it('of broken syntax and of a key that appears twice', () => {
    expect(faultsOf(() => loadPolicy(write('p.yaml', 'rules: [\n')))).toMatch(/p\.yaml:\d+: /);
    expect(faultsOf(() => loadPolicy(write('p.yaml', 'rules: []\nrules: []\n')))).toMatch(/p\.yaml:2: .*unique/);
  });

  it('of an inventory with a relative or too long socket, or a thing twice', () => {
    expect(faultsOf(() => loadInventory(write('i.yaml', ENTRY.replace('/run/web.sock', 'web.sock'))))).toContain(
      'i.yaml:5: entries[0].runner.socket',
    );
    expect(faultsOf(() => loadInventory(write('i.yaml', ENTRY.replace('/run', `/${'x'.repeat(110)}`))))).toContain('at most 107 bytes');
    expect(faultsOf(() => loadInventory(write('i.yaml', ENTRY + ENTRY.replace('entries:\n', ''))))).toContain(
      'i.yaml:6: entries[1].id: id web appears twice',
    );
  });

  it('of a runner that nothing here can act with', () => {
    const unit = ENTRY.replace(/runner: .*/, 'runner: { kind: helper, socket: /run/helper.sock }');
    expect(faultsOf(() => loadInventory(write('i.yaml', unit)))).toMatch(
      /entries\[0\]\.runner\.kind: only supervisor, kubernetes, aws-ssm, postgres, webhook can act yet/,
    );
  });

  it('of a workload that two entries name, since they would not exclude each other', () => {
    const twin = ENTRY.replace('entries:\n', '').replaceAll('id: web', 'id: web2');
    expect(faultsOf(() => loadInventory(write('i.yaml', ENTRY + twin)))).toContain(
      'i.yaml:9: entries[1].runner: workload web at /run/web.sock appears twice',
    );
  });

  it('of a runbook id that two files have', () => {
    const text = 'id: x\ntitle: T\nmatch: { entityKind: host, signals: [errors] }\naction: { kind: restart-workload }\n';
    write('a.yaml', text);
    write('b.yaml', text);
    expect(faultsOf(() => loadRunbooks(folder))).toContain('b.yaml:1: id: x is already the id of a.yaml');
  });
});
