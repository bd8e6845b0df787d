import { parseArgs } from 'node:util';

export const SENDERS = ['prometheus', 'vmagent'] as const;
export type SenderName = (typeof SENDERS)[number];

export interface EnduranceOptions {
  readonly minutes: number;
  readonly senders: readonly SenderName[];
  readonly killEverySeconds: number;
  readonly seed: number;
}

export const ENDURANCE_USAGE = `npm run bench:endurance -- [options]
  --minutes N     how long the senders scrape (30)
  --sender NAME   prometheus, vmagent or both (both)
  --kill-every N  seconds between two kills of metrics-ingest (10)
  --seed N        of the values that our target exposes (1)
Exit status 0 only when every sample read back equals what was generated; JSON as the last line.`;

/** @returns nothing when only the usage is wanted. @throws Error that names the option that is wrong. */
export function enduranceOptions(args: readonly string[]): EnduranceOptions | undefined {
  const { values } = parseArgs({
    args: [...args],
    options: {
      minutes: { type: 'string', default: '30' },
      sender: { type: 'string', default: 'both' },
      'kill-every': { type: 'string', default: '10' },
      seed: { type: 'string', default: '1' },
      help: { type: 'boolean', default: false },
    },
  });
  if (values.help) return undefined;
  const number = (name: 'minutes' | 'kill-every' | 'seed', min: number): number => {
    const value = Number(values[name]);
    if (Number.isFinite(value) && value >= min) return value;
    throw new Error(`--${name} must be a number of at least ${min}, not ${values[name]}`);
  };
  const senders = SENDERS.filter((name) => values.sender === name || values.sender === 'both');
  if (senders.length === 0) throw new Error(`--sender knows ${SENDERS.join(', ')} and both, not ${values.sender}`);
  return { minutes: number('minutes', 0.1), senders, killEverySeconds: number('kill-every', 1), seed: number('seed', 0) };
}
