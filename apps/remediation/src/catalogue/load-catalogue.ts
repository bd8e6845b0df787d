import { FaultCollector, Inventory, type LoadedRunbook, parseRunbooks, Policy, YamlFault } from '@cloudops/domain-remediation';
import { existsSync, globSync } from 'node:fs';
import { join } from 'node:path';
import { readText, readYaml } from './read-yaml.ts';

/** What the operators wrote down: how to fix things, what may be done, and to what. */
export abstract class Catalogue {
  abstract readonly runbooks: readonly LoadedRunbook[];
  abstract readonly policy: Policy;
  abstract readonly inventory: Inventory;
}

export interface CatalogueFiles {
  readonly RUNBOOKS_DIR: string;
  readonly POLICY_FILE: string;
  readonly INVENTORY_FILE?: string | undefined;
}

/** @throws YamlFault with the faults of all files at once. */
export function loadCatalogue(files: CatalogueFiles): Catalogue {
  const collector = new FaultCollector();
  const runbooks = collector.attempt(() => loadRunbooks(files.RUNBOOKS_DIR));
  const policy = collector.attempt(() => loadPolicy(files.POLICY_FILE));
  const inventory = collector.attempt(() => loadInventory(files.INVENTORY_FILE));
  if (!runbooks || !policy || !inventory) throw new YamlFault(collector.faults);
  return { runbooks, policy, inventory };
}

export const loadPolicy = (file: string): Policy => readYaml(file, Policy);

/** An installation without an inventory has nothing that may be acted on. */
export const loadInventory = (file: string | undefined): Inventory =>
  file === undefined || !existsSync(file) ? { entries: [] } : readYaml(file, Inventory);

/** Every *.yaml of the folder, by name. */
export function loadRunbooks(folder: string): LoadedRunbook[] {
  if (!existsSync(folder)) throw new YamlFault([`${folder}: there is no such folder`]);
  const names = globSync('*.{yaml,yml}', { cwd: folder }).sort();
  return parseRunbooks(names.map((name) => ({ path: join(folder, name), name, text: readText(join(folder, name)) })));
}
