import {
  actionOf,
  decidePolicy,
  FaultCollector,
  Inventory,
  parseRunbooks,
  parseYaml,
  Policy,
  type LoadedRunbook,
} from '@cloudops/domain-remediation';
import { globSync, readFileSync, statSync } from 'node:fs';
import { basename, join } from 'node:path';
import { CliError } from '../cli-error.ts';
import { table } from '../terminal.ts';

export interface LintOptions {
  readonly policy?: string;
  readonly inventory?: string;
}

/** A runbook that was read, and what policy says of its action on every target that it could be about. */
interface Linted {
  readonly id: string;
  readonly file: string;
  readonly version: string;
  readonly action: string;
  readonly targets: readonly { readonly id: string; readonly mode: string; readonly rule: string; readonly reason: string }[];
}

/**
 * `cloudops runbook lint`: reads files as remediation would, and says what each runbook would be allowed to do.
 * @throws CliError with all faults, each as `file:line: field: reason`
 */
export function lintRunbooks(paths: readonly string[], { policy, inventory }: LintOptions, json: boolean): string {
  const collector = new FaultCollector();
  const runbooks = collector.attempt(() =>
    parseRunbooks(filesOf(paths).map((path) => ({ path, name: basename(path), text: textOf(path) }))),
  );
  const rules = policy === undefined ? undefined : collector.attempt(() => parseYaml(policy, textOf(policy), Policy));
  const targets = inventory === undefined ? undefined : collector.attempt(() => parseYaml(inventory, textOf(inventory), Inventory));
  if (collector.faults.length > 0 || !runbooks) throw new CliError(collector.faults.join('\n'));
  const linted = runbooks.map((runbook) => about(runbook, rules, targets));
  if (json) return JSON.stringify({ runbooks: linted });
  const rows = linted.flatMap(({ id, file, version, action, targets: list }) => [
    ['ok', id, file, `version ${version}`, action],
    ...list.map((t) => ['', '', t.id, t.mode, `${t.rule}: ${t.reason}`]),
  ]);
  return rows.length === 0 ? 'No runbooks.' : table(rows);
}

function about({ id, file, version, match, action }: LoadedRunbook, policy: Policy | undefined, inventory: Inventory | undefined): Linted {
  const entries = (inventory?.entries ?? []).filter(({ entity }) => entity.kind === match.entityKind);
  const targets = entries.map(({ id: target, entity, runner }) => {
    const asked = { runbookId: id, action: actionOf({ action }, target), target: entity, runner: runner.kind };
    return {
      id: target,
      ...(policy ? decidePolicy(policy.rules, asked) : { mode: 'fits', rule: '', reason: 'give --policy to see more' }),
    };
  });
  return { id, file, version, action: action.kind, targets };
}

/** Files as they are given, and every *.yaml of folders, by name. */
const filesOf = (paths: readonly string[]): string[] =>
  paths.flatMap((path) => {
    const found = statSync(path, { throwIfNoEntry: false });
    if (!found) throw new CliError(`${path}: there is no such file or folder`);
    if (!found.isDirectory()) return [path];
    return globSync('*.{yaml,yml}', { cwd: path })
      .sort()
      .map((name) => join(path, name));
  });

function textOf(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    throw new CliError(`${path}: cannot be read: ${error instanceof Error ? error.message : String(error)}`);
  }
}
