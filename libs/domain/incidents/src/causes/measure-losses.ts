import type { EntityWindow } from './entity-window.ts';
import { type Loss, measureLoss } from './measure-loss.ts';

/** The symptom must keep this share of its loss, or it began before the window and so may have its cause. */
const STILL_A_SYMPTOM = 0.5;

/**
 * Losses of all that was measured. What was so throughout the window is left out, because normal times may lie months back and levels move:
 * the cause of a symptom that begins inside the window begins there too. Where the symptom itself lasts throughout, nothing is left out.
 */
export function measureLosses(windows: readonly EntityWindow[], symptom: string): Loss[] {
  const all = lossesOf(windows, false);
  const changed = lossesOf(windows, true);
  const at = (losses: readonly Loss[]): number => losses.find((loss) => loss.entity === symptom)?.amount ?? 0;
  return at(changed) >= STILL_A_SYMPTOM * at(all) ? changed : all;
}

const lossesOf = (windows: readonly EntityWindow[], lasting: boolean): Loss[] =>
  windows.flatMap((window) => measureLoss(window, lasting) ?? []);
