import { type Call, type RootCause, rankRootCauses } from '@cloudops/domain-incidents';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type MetricTable, metricTable } from './metric-table.ts';
import { nameMatcher } from './name-matcher.ts';
import { readCalls } from './read-calls.ts';
import { readSymptom, type SeenSymptom } from './read-symptom.ts';
import { windowsOf } from './windows-of.ts';

const NOTHING: MetricTable = { times: [], columns: [] };

/**
 * Root causes of every incident of a folder, by id. Labels are never read. What is missing or wrong is left out, so that every incident has a
 * ranking. @param note told what was left out. @throws Error where there are no incidents.
 */
export function rankFolder(folder: string, note: (line: string) => void): Map<string, RootCause[]> {
  const table = (file: string): MetricTable =>
    read(file, (text) => metricTable(text, (fault) => note(`${file}: ${fault}`)), note) ?? NOTHING;
  const normal = table(join(folder, 'normal.csv'));
  const calls = read(join(folder, 'topology.csv'), readCalls, note) ?? [];
  const incidents = join(folder, 'incidents');
  const ids = readdirSync(incidents, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map(({ name }) => name)
    .sort();
  if (ids.length === 0) throw new Error(`${incidents}: has no incidents`);
  return new Map(
    ids.map((id) => {
      const window = table(join(incidents, id, 'window.csv'));
      const measured = new Set(window.columns.map((column) => column.entity));
      const seen = read(join(incidents, id, 'symptom.json'), readSymptom, note) ?? likelySymptom(measured, calls);
      if (!seen) return [id, []];
      const { entity, metric, stat } = seen;
      const nameOf = nameMatcher(measured);
      if (!measured.has(nameOf(entity))) note(`${id}: nothing was measured of ${entity}`);
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

/** Where nobody says what was seen: something in whatever nobody calls, for there people are. */
function likelySymptom(measured: ReadonlySet<string>, calls: readonly Call[]): SeenSymptom | undefined {
  const called = new Set(calls.map(({ callee }) => callee));
  const callers = calls.map(({ caller }) => caller).filter((caller) => !called.has(caller));
  const entity = callers.find((caller) => measured.has(caller)) ?? [...measured][0] ?? callers[0];
  return entity === undefined ? undefined : { entity, metric: '', stat: '' };
}

/** @returns nothing where the file is missing or wrong, which is told. */
function read<T>(file: string, parse: (text: string) => T, note: (line: string) => void): T | undefined {
  try {
    return parse(readFileSync(file, 'utf8'));
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    note(`${file}: ${code === 'ENOENT' ? 'is missing' : message}`);
    return undefined;
  }
}
