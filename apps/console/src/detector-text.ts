import type { EntityDetector, EntityRef, ModelTraining, ModelVersion } from '@cloudops/contracts';

const ROWS_A_DAY = 288;
const CAUSES: Record<ModelTraining['cause'], string> = {
  ...{ first: 'first training', backfill: 'after a backfill', weekly: 'weekly', drift: 'what is usual has changed' },
  ...{ signals: 'better signals are known', asked: 'somebody asked' },
};

export const causeText = (cause: ModelTraining['cause']): string => CAUSES[cause];

/** `production/host/web-1` */
export const keyOf = ({ environment, kind, id }: EntityRef): string => `${environment}/${kind}/${id}`;

/** "40 s", "12 min", "3.5 h", "2 days" for a length of time in seconds. */
export function lengthText(seconds: number): string {
  if (seconds < 90) return `${Math.max(1, Math.round(seconds))} s`;
  if (seconds < 90 * 60) return `${Math.round(seconds / 60)} min`;
  if (seconds < 36 * 3600) return `${Number((seconds / 3600).toFixed(1))} h`;
  return `${Math.round(seconds / 86_400)} days`;
}

/** When an entity will be trained next, and why then. @param now ms */
export function nextTrainingText({ signals, rows, nextTraining }: EntityDetector, isOpen: boolean, now: number): string {
  if (isOpen) return 'waits or runs now';
  if (signals.length < 2) return 'none: at least two signals are needed';
  if (nextTraining === null) return rows === 0 ? 'after a day of samples, or after a backfill' : 'not known yet';
  const seconds = (Date.parse(nextTraining.at) - now) / 1000;
  const when = seconds <= 60 ? 'within a minute' : `in ${lengthText(seconds)}`;
  return nextTraining.cause === 'first' ? `first training ${when}, or after a backfill` : `${when}: ${causeText(nextTraining.cause)}`;
}

/** "CPU, load (3)": titles, with how many signals each one has. */
export function signalsText(titles: readonly string[]): string {
  const count = (title: string): number => titles.filter((other) => other === title).length;
  return [...new Set(titles)].map((title) => (count(title) === 1 ? title : `${title} (${count(title)})`)).join(', ');
}

/** How much was learnt: rows of five minutes as days. */
export const rowsText = (rows: number): string =>
  rows === 0 ? 'nothing yet' : rows < ROWS_A_DAY ? `${rows} row${rows === 1 ? '' : 's'}` : `${Number((rows / ROWS_A_DAY).toFixed(1))} days`;

/** What scores an entity. */
export const scoredBy = (version: number): string => (version === 0 ? 'the linear baseline' : `the network, version ${version}`);

/** Held-out scores side by side, as a share of disturbed rows that were told from real ones. */
export const percent = (told: number): string => `${(100 * told).toFixed(1)} %`;

/** What becomes of an entity when that version is chosen. */
export function rollBackText(entity: string, to: number, inUse: ModelVersion | undefined): string {
  const now = scoredBy(inUse?.version ?? 0);
  return `${entity} is scored by ${now} now. From its next row of five minutes on it will be scored by ${scoredBy(to)}. A later training may promote another version.`;
}

/** "40 s left" of a training that runs. */
export const etaText = ({ state, etaSeconds }: ModelTraining): string =>
  state !== 'running' ? '' : etaSeconds === null ? 'time left not known yet' : `${lengthText(etaSeconds)} left`;
