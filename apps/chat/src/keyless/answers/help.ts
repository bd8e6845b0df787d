/** Questions that the grammar answers; also offered when it does not understand. */
export const EXAMPLES: readonly string[] = [
  'How is everything?',
  "What's the current CPU?",
  'Any current anomalies?',
  'Summarize the last 3 anomalies',
  'What happened to drill-workload and what did you do about it?',
  'When is the disk full?',
  'Show errors of the last hour',
  'Is anything waiting for approval?',
  'Which runbooks are there?',
];

const list = EXAMPLES.map((e) => `- ${e}`).join('\n');

export const helpText = `I answer from live data: health, current values, anomalies, incidents, remediations and logs. I read and explain; I never act. Ask for example:\n${list}`;

export const notUnderstoodText = `I did not understand that question, and I would rather say so than guess. I can answer for example:\n${list}`;
