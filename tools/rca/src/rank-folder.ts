import { type RootCause, rankRootCauses } from '@cloudops/domain-incidents';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { metricTable } from './metric-table.ts';
import { nameMatcher } from './name-matcher.ts';
import { readCalls } from './read-calls.ts';
import { readSymptom } from './read-symptom.ts';
import { windowsOf } from './windows-of.ts';

/** Root causes of every incident of a folder, by id. Labels are never read. @throws Error that begins with the file that is wrong. */
export function rankFolder(folder: string): Map<string, RootCause[]> {
  const normal = read(join(folder, 'normal.csv'), metricTable);
  const calls = read(join(folder, 'topology.csv'), readCalls);
  const incidents = join(folder, 'incidents');
  const ids = readdirSync(incidents, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map(({ name }) => name)
    .sort();
  if (ids.length === 0) throw new Error(`${incidents}: has no incidents`);
  return new Map(
    ids.map((id) => {
      const window = read(join(incidents, id, 'window.csv'), metricTable);
      const { entity, metric, stat } = read(join(incidents, id, 'symptom.json'), readSymptom);
      const nameOf = nameMatcher(new Set(window.columns.map((column) => column.entity)));
      const symptom = {
        entity: nameOf(entity),
        metric,
        times: window.times,
        windows: windowsOf(window, normal, stat),
        calls: calls.map(({ caller, callee }) => ({ caller: nameOf(caller), callee: nameOf(callee) })),
      };
      return [id, rankRootCauses(symptom)];
    }),
  );
}

function read<T>(file: string, parse: (text: string) => T): T {
  const text = readFileSync(file, 'utf8');
  try {
    return parse(text);
  } catch (error) {
    throw new Error(`${file}: ${error instanceof Error ? error.message : String(error)}`, { cause: error });
  }
}
