import { describe, expect, it } from '@jest/globals';
import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { deploymentFiles } from './deployment-files.ts';
import { formatted } from './generate-service.ts';
import { readServices } from './service-list.ts';
import { panelsOf } from './templates/dashboard.ts';

const root = join(import.meta.dirname, '../../..');
const services = readServices(root);

describe('what follows from the list of services', () => {
  it.each(Object.entries(deploymentFiles(services)))('%s is up to date (npm run generate:service -- --deployment)', async (path, text) => {
    expect(readFileSync(join(root, path), 'utf8')).toBe(await formatted(root, path, text));
  });

  it('shows only metrics that our code has', () => {
    const code = globSync(['apps/*/src/**/*.ts', 'libs/platform/*/src/**/*.ts'], { cwd: root })
      .map((file) => readFileSync(join(root, file), 'utf8'))
      .join('\n');
    const shown = services.flatMap(({ name }) => panelsOf(name).flatMap((panel) => Object.values(panel.queries)));
    const metrics = new Set(
      shown.flatMap((query) => query.match(/cloudops_[a-z_]+/g) ?? []).map((name) => name.replace(/_(bucket|count|sum)$/, '')),
    );
    expect(metrics.size).toBeGreaterThan(10);
    expect([...metrics].filter((metric) => !code.includes(`'${metric}'`))).toEqual([]);
  });
});
