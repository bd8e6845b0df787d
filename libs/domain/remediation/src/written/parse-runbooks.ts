import { parseQuery } from '@cloudops/domain-promql';
import { createHash } from 'node:crypto';
import { variableFault } from '../bind-expression.ts';
import { type Runbook, RunbookDocument } from '../runbook.ts';
import { FaultCollector, parseYaml, YamlFault } from './parse-yaml.ts';

export type LoadedRunbook = Runbook & { readonly file: string };

export interface WrittenFile {
  /** As it is named in faults. */
  readonly path: string;
  /** As it is named to clients. */
  readonly name: string;
  readonly text: string;
}

/** Whether an expression is PromQL is said when the file is read, not at three in the morning. */
const CheckedRunbook = RunbookDocument.superRefine(({ when, guard }, context) => {
  const check = (field: 'when' | 'guard', message: string | undefined): void => {
    if (message !== undefined) context.addIssue({ code: 'custom', path: [field, 'promql'], message });
  };
  if (when)
    check('when', parseFault(when.promql) ?? (/\{\{/.test(when.promql) ? 'a condition has no target yet: no {{ }} here' : undefined));
  if (guard) check('guard', parseFault(guard.promql) ?? variableFault(guard.promql));
});

function parseFault(promql: string): string | undefined {
  try {
    parseQuery(promql);
    return undefined;
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}

/**
 * Runbooks of files, in their order; the version is a hash of the text.
 * @throws YamlFault with the faults of all files at once, an id that two of them have included
 */
export function parseRunbooks(files: readonly WrittenFile[]): LoadedRunbook[] {
  const collector = new FaultCollector();
  const runbooks: LoadedRunbook[] = [];
  for (const { path, name, text } of files) {
    const document = collector.attempt(() => parseYaml(path, text, CheckedRunbook));
    if (!document) continue;
    const twin = runbooks.find((r) => r.id === document.id);
    if (twin) collector.faults.push(`${path}:1: id: ${document.id} is already the id of ${twin.file}`);
    const version = createHash('sha256').update(text).digest('hex').slice(0, 12);
    runbooks.push({ ...document, version, file: name });
  }
  if (collector.faults.length > 0) throw new YamlFault(collector.faults);
  return runbooks;
}
