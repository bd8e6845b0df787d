import { TempTree } from '@cloudops/tool-house';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { generateService } from './generate-service.ts';

const repository = join(import.meta.dirname, '../../..');
const MINUTES = 5 * 60_000;

describe('generate:service', () => {
  let tree: TempTree;
  let written: string[];
  beforeAll(async () => {
    tree = new TempTree(repository);
    written = await generateService(tree.root, 'capacity-planner');
  }, MINUTES);
  afterAll(() => tree[Symbol.dispose]());

  /** Output of a command in the copy that went wrong; nothing when it went well. */
  const wrong = (command: string, args: string[], more: NodeJS.ProcessEnv = {}): string => {
    const env = { ...process.env, CI: 'true', NX_DAEMON: 'false', NODE_OPTIONS: '', TIER: '', ...more };
    const { status, stdout, stderr } = spawnSync(join(repository, 'node_modules/.bin', command), args, {
      cwd: tree.root,
      env,
      encoding: 'utf8',
    });
    return status === 0 ? '' : `${stdout}${stderr}`;
  };

  it('registers it with a port of its own, and writes image, dashboard, compose and scrape job', () => {
    expect(tree.read('libs/contracts/src/service.ts')).toMatch(/remediation: 3040,\n {2}'capacity-planner': 3050,\n/);
    expect(written).toEqual(
      expect.arrayContaining(['deploy/docker/capacity-planner.Dockerfile', 'monitoring/grafana/dashboards/capacity-planner.json']),
    );
    expect(tree.read('docker-compose.yml')).toContain('dockerfile: deploy/docker/capacity-planner.Dockerfile');
    expect(tree.read('monitoring/prometheus/prometheus.yml')).toContain('capacity-planner:3050');
  });

  it(
    'typechecks, with everything that lists the services',
    () => expect(wrong('tsc', ['--noEmit', '--pretty', 'false'])).toBe(''),
    MINUTES,
  );

  it(
    'is linted and formatted',
    () => {
      expect(wrong('nx', ['show', 'projects'])).toBe('');
      expect(wrong('eslint', ['apps/capacity-planner', 'libs/contracts/src/service.ts'])).toBe('');
      expect(wrong('prettier', ['--check', 'apps/capacity-planner', ...written.filter((path) => !path.endsWith('.Dockerfile'))])).toBe('');
    },
    MINUTES,
  );

  it(
    'passes its own tests on real servers, and builds',
    () => {
      const node = { NODE_OPTIONS: '--experimental-vm-modules' };
      expect(wrong('jest', ['--selectProjects', 'capacity-planner'], node)).toBe('');
      expect(wrong('node', ['tools/build.mjs', 'apps/capacity-planner'])).toBe('');
    },
    MINUTES,
  );

  it('refuses a bad or taken name and writes nothing', async () => {
    const before = tree.read('libs/contracts/src/service.ts');
    await expect(generateService(tree.root, 'Bad Name')).rejects.toThrow(/kebab-case/);
    await expect(generateService(tree.root, 'chat')).rejects.toThrow(/already/);
    expect(tree.read('libs/contracts/src/service.ts')).toBe(before);
  });
});
