import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { execFileSync, spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { INNOCENT, PLANTED } from './planted-violations.ts';
import { TempTree } from './temp-tree.ts';
import { appToApp, workspaceEdges } from './workspace-edges.ts';

interface Linted {
  filePath: string;
  messages: { ruleId: string | null; message: string }[];
}

const repository = join(import.meta.dirname, '../../..');
const bin = (name: string): string => join(repository, 'node_modules/.bin', name);
const env = {
  ...process.env,
  CI: 'true',
  NX_DAEMON: 'false',
  NODE_OPTIONS: '',
  PATH: `${join(repository, 'node_modules/.bin')}:${process.env['PATH']}`,
};
const MINUTES = 5 * 60_000;

let tree: TempTree;
beforeAll(() => {
  tree = new TempTree(repository);
}, MINUTES);
afterAll(() => tree[Symbol.dispose]());

function graphOf(cwd: string): string {
  const file = join(tree.root, 'graph.json');
  execFileSync(bin('nx'), ['graph', `--file=${file}`], { cwd, env, stdio: 'pipe' });
  return tree.read('graph.json');
}

describe('the import rules', () => {
  const found = new Map<string, Linted['messages']>();

  beforeAll(() => {
    const files = { ...INNOCENT, ...Object.fromEntries(PLANTED.map(({ file, text }) => [file, text])) };
    for (const [file, text] of Object.entries(files)) tree.write(file, text);
    execFileSync(bin('nx'), ['show', 'projects'], { cwd: tree.root, env, stdio: 'pipe' });
    const { stdout, stderr } = spawnSync(bin('eslint'), ['--format', 'json', ...Object.keys(files)], {
      cwd: tree.root,
      env,
      encoding: 'utf8',
      maxBuffer: 64 * 1024 * 1024,
    });
    if (!stdout.startsWith('[')) throw new Error(`eslint did not report: ${stdout}${stderr}`);
    for (const { filePath, messages } of JSON.parse(stdout) as Linted[]) found.set(filePath.slice(tree.root.length + 1), messages);
  }, MINUTES);

  it.each(PLANTED.map((planted) => [planted.what, planted] as const))('catch %s', (_what, { file, rule, message }) => {
    const caught = found.get(file)?.filter(({ ruleId }) => ruleId === rule) ?? [];
    expect(caught.map((each) => each.message).join('\n')).toMatch(message);
  });

  it.each(Object.keys(INNOCENT))('let %s pass', (file) => {
    expect(found.get(file)).toEqual([]);
  });
});

describe('the project graph', () => {
  it(
    'has edges, and none from an app to an app',
    () => {
      const edges = workspaceEdges(graphOf(repository));
      expect(edges).toContainEqual({ from: 'apps/gateway', to: 'libs/platform/http' });
      expect(appToApp(edges)).toEqual([]);
    },
    MINUTES,
  );

  it(
    'would show such an edge',
    () => {
      // planted-app.ts of the first suite imports apps/chat by path
      expect(appToApp(workspaceEdges(graphOf(tree.root)))).toContainEqual({ from: 'apps/anomaly', to: 'apps/chat' });
    },
    MINUTES,
  );
});
