import type { Answer } from '@cloudops/contracts';

/** Room in one reply of the bus. */
export const REPLY_BYTES = 200 * 1_024;

const sizeOf = (answer: Answer): number => Buffer.byteLength(JSON.stringify(answer)) + 1;
const withoutCharts = (answer: Answer): Answer => ({ ...answer, evidence: answer.evidence.map((e) => ({ ...e, chart: null })) });

/** As many answers as fit into `maxBytes` of JSON, in order; charts go first. */
export function fitAnswers(answers: readonly Answer[], maxBytes: number): Answer[] {
  const fitting: Answer[] = [];
  let left = maxBytes;
  for (const answer of answers) {
    const kept = sizeOf(answer) <= left ? answer : withoutCharts(answer);
    left -= sizeOf(kept);
    if (left < 0) break;
    fitting.push(kept);
  }
  return fitting;
}
