import { parseQuery } from '@cloudops/domain-promql';
import { Inventory, Policy, RunbookDocument, type Runbook } from '@cloudops/domain-remediation';
import { createHash } from 'node:crypto';
import { existsSync, globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseYaml, readYaml, YamlFault } from './yaml-document.ts';

export type LoadedRunbook = Runbook & { readonly file: string };

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
  const faults: string[] = [];
  const attempt = <T>(load: () => T): T | undefined => {
    try {
      return load();
    } catch (error) {
      if (!(error instanceof YamlFault)) throw error;
      faults.push(...error.faults);
      return undefined;
    }
  };
  const runbooks = attempt(() => loadRunbooks(files.RUNBOOKS_DIR));
  const policy = attempt(() => loadPolicy(files.POLICY_FILE));
  const inventory = attempt(() => loadInventory(files.INVENTORY_FILE));
  if (!runbooks || !policy || !inventory) throw new YamlFault(faults);
  return { runbooks, policy, inventory };
}

export const loadPolicy = (file: string): Policy => readYaml(file, Policy);

/** An installation without an inventory has nothing that may be acted on. */
export const loadInventory = (file: string | undefined): Inventory =>
  file === undefined || !existsSync(file) ? { entries: [] } : readYaml(file, Inventory);

/** Whether a condition is PromQL is said when the file is read, not at three in the morning. */
const CheckedRunbook = RunbookDocument.superRefine(({ when }, context) => {
  try {
    if (when) parseQuery(when.promql);
  } catch (error) {
    context.addIssue({ code: 'custom', path: ['when', 'promql'], message: error instanceof Error ? error.message : String(error) });
  }
});

/** Every *.yaml of the folder, by name; the version is a hash of the text. */
export function loadRunbooks(folder: string): LoadedRunbook[] {
  if (!existsSync(folder)) throw new YamlFault([`${folder}: there is no such folder`]);
  const faults: string[] = [];
  const runbooks: LoadedRunbook[] = [];
  for (const name of globSync('*.{yaml,yml}', { cwd: folder }).sort()) {
    const file = join(folder, name);
    try {
      const text = readFileSync(file, 'utf8');
      const version = createHash('sha256').update(text).digest('hex').slice(0, 12);
      const runbook = { ...parseYaml(file, text, CheckedRunbook), version, file: name };
      const twin = runbooks.find((r) => r.id === runbook.id);
      if (twin) faults.push(`${file}:1: id: ${runbook.id} is already the id of ${twin.file}`);
      runbooks.push(runbook);
    } catch (error) {
      if (!(error instanceof YamlFault)) throw error;
      faults.push(...error.faults);
    }
  }
  if (faults.length > 0) throw new YamlFault(faults);
  return runbooks;
}
