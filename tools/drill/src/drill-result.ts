import type { Fault } from './options.ts';

/** The last line of standard output; seconds are counted from the fault's onset, `null` for what was not reached. */
export interface DrillResult {
  readonly fault: Fault;
  ok: boolean;
  detectedSeconds: number | null;
  proposedSeconds: number | null;
  executedSeconds: number | null;
  verifiedSeconds: number | null;
  resolvedSeconds: number | null;
  /** How often the workload was started again after the onset, by the supervisor's own count. */
  executions: number;
  answer: string;
}

export const noResult = (fault: Fault): DrillResult => ({
  fault,
  ok: false,
  detectedSeconds: null,
  proposedSeconds: null,
  executedSeconds: null,
  verifiedSeconds: null,
  resolvedSeconds: null,
  executions: 0,
  answer: '',
});

/** Whether everything happened, once, and the chat tells it: which workload, what was done, and that it was proven. */
export function isGood(result: DrillResult, workload: string): boolean {
  const { detectedSeconds, proposedSeconds, executedSeconds, verifiedSeconds, resolvedSeconds } = result;
  const reached = [detectedSeconds, proposedSeconds, executedSeconds, verifiedSeconds, resolvedSeconds].every((s) => s !== null);
  return reached && result.executions === 1 && tellsTheStory(result.answer, workload);
}

export const tellsTheStory = (answer: string, workload: string): boolean =>
  answer.includes(workload) && /restart/i.test(answer) && /verif/i.test(answer);
