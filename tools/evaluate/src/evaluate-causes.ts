import { rankFolder } from '@cloudops/tool-rca';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

export interface CauseScore {
  /** Share of incidents whose cause is ranked first, and among the first three. */
  readonly top1: number;
  readonly top3: number;
}

/** Ranks the causes of every incident of a folder, then compares with its labels. */
export function evaluateCauses(folder: string): CauseScore {
  const ranking = rankFolder(folder, () => undefined);
  const labels = JSON.parse(readFileSync(join(folder, 'labels.json'), 'utf8')) as Record<string, { entity: string }>;
  const ranks = Object.entries(labels).map(
    ([id, { entity }]) => ranking.get(id)?.find((cause) => cause.entity === entity)?.rank ?? Infinity,
  );
  const within = (most: number): number => ranks.filter((rank) => rank <= most).length / ranks.length;
  return { top1: within(1), top3: within(3) };
}
