import { SERVICE_NAMES, type InventoryEntry, type ServiceName } from '@cloudops/contracts';
import { copyFileSync, existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { stringify } from 'yaml';
import type { z } from 'zod';
import type { Layout } from './layout.ts';

/**
 * Writes what the services read at start. Scrape targets follow the ports of this run and are written every time;
 * the inventory and the policy are the operator's after the first start and are never overwritten.
 */
export function writeConfigFiles(layout: Layout, repository: string, ports: Readonly<Record<ServiceName, number>>): void {
  writeFileSync(
    join(layout.config, 'targets.yaml'),
    TARGETS_HEADER + stringify({ targets: SERVICE_NAMES.map((name) => serviceTarget(name, ports[name])) }),
  );
  const inventory = join(layout.config, 'inventory.yaml');
  if (!existsSync(inventory)) writeFileSync(inventory, INVENTORY_HEADER + stringify({ entries: [drillWorkload(layout)] }));
  const policy = join(layout.config, 'policy.yaml');
  if (!existsSync(policy)) copyFileSync(join(repository, 'apps/remediation/defaults/policy.yaml'), policy);
}

const serviceTarget = (name: ServiceName, port: number) => ({
  job: name,
  url: `http://127.0.0.1:${port}/metrics`,
  intervalMs: 15_000,
  entity: { environment: 'local', kind: 'service', id: name },
});

const drillWorkload = (layout: Layout): z.input<typeof InventoryEntry> => ({
  id: 'drill-workload',
  entity: { environment: 'local', kind: 'workload', id: 'drill-workload' },
  trustedSources: ['scrape:drill'],
  runner: { kind: 'supervisor', socket: join(layout.sockets, 'drill-supervisor.sock'), workload: 'drill-workload' },
});

const TARGETS_HEADER =
  '# Written at every start by npm start: the five services themselves. Add your own targets over POST /api/v1/targets.\n';
const INVENTORY_HEADER = '# What remediation may touch. Yours to edit: npm start never overwrites it.\n';
