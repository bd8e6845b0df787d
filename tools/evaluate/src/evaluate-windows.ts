import { readTable, replay } from '@cloudops/domain-detection';
import { readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { f1Of } from './f1-of.ts';

export interface WindowScore {
  /** NAB score, standard profile: best threshold for these series, and the one that ships (1). */
  readonly tuned: number;
  readonly asShipped: number;
  /** F1 of alarms at the shipped threshold: alarms inside windows over alarms, windows with an alarm over windows. */
  readonly f1: number;
  readonly points: number;
}

interface Scorer {
  readonly sweepFile: (times: string[], windows: [string, string][]) => unknown;
  readonly scoreCorpus: (files: unknown[], options: object) => { standard: { score: number } };
}

const plain = (stamp: string): string => stamp.trim().replace(/\.0+$/, '');

/** Replays every labelled series of a folder (`windows.json`, `data/`) and scores it by NAB's rules. @param scorer path of nab-score.mjs. */
export async function evaluateWindows(folder: string, scorer: string): Promise<WindowScore> {
  const { sweepFile, scoreCorpus } = (await import(pathToFileURL(resolve(scorer)).href)) as Scorer;
  const labelled = JSON.parse(readFileSync(join(folder, 'windows.json'), 'utf8')) as Record<string, [string, string][]>;
  const keys = readdirSync(join(folder, 'data'), { recursive: true, encoding: 'utf8' }).filter((key) => key in labelled);
  const files = keys.toSorted().map((key) => {
    const table = readTable(readFileSync(join(folder, 'data', key), 'utf8'));
    const stamps = table.cells.map(([stamp]) => plain(stamp ?? ''));
    const windows = labelled[key]!.map(([from, to]): [string, string] => [plain(from), plain(to)]);
    const scores = replay(table);
    return { key, stamps, windows, scores, sweep: sweepFile(stamps, windows) };
  });
  const profiles = { standard: { tp: 1, fn: 1, fp: 0.11 } };
  const score = (thresholds: { standard: number } | null): number => scoreCorpus(files, { profiles, thresholds }).standard.score;
  return {
    tuned: score(null),
    asShipped: score({ standard: 1 }),
    f1: f1Of(files.map(({ stamps, windows, scores }) => ({ stamps, windows, alarms: Array.from(scores, (s) => s > 1) }))),
    points: files.reduce((sum, { scores }) => sum + scores.length, 0),
  };
}
