import { parseArgs } from 'node:util';

export const FAULTS = ['cpu', 'memory', 'latency'] as const;
export type Fault = (typeof FAULTS)[number];

export interface DrillOptions {
  readonly fault: Fault;
  /** Stack to use; `undefined` means the one that runs here, or else a fresh one. */
  readonly target: { readonly url: string; readonly keyFile: string } | undefined;
  /** Seconds from the fault's onset within which the incident must be resolved. */
  readonly timeoutSeconds: number;
}

export const USAGE = `usage: npm run drill [-- --fault ${FAULTS.join('|')}] [--url URL --key FILE] [--timeout SECONDS]
  Without --url it uses the stack that runs in .cloudops, or starts a fresh one and stops it afterwards.`;

/** @throws Error whose message is for the person at the terminal. */
export function parseOptions(argv: readonly string[]): DrillOptions | 'help' {
  const { values } = parseArgs({
    args: [...argv],
    options: {
      ...{ fault: { type: 'string' }, url: { type: 'string' }, key: { type: 'string' }, timeout: { type: 'string' } },
      help: { type: 'boolean', short: 'h', default: false },
    },
  });
  if (values.help) return 'help';
  const { fault = 'cpu', url, key, timeout = '300' } = values;
  if (!FAULTS.includes(fault as Fault)) throw new Error(`--fault ${fault}: it is one of ${FAULTS.join(', ')}\n${USAGE}`);
  if ((url === undefined) !== (key === undefined)) throw new Error(`--url and --key go together\n${USAGE}`);
  const timeoutSeconds = Number(timeout);
  if (!(timeoutSeconds >= 10 && timeoutSeconds <= 3600)) throw new Error(`--timeout ${timeout}: seconds, from 10 to 3600\n${USAGE}`);
  const target = url !== undefined && key !== undefined ? { url: url.replace(/\/$/, ''), keyFile: key } : undefined;
  return { fault: fault as Fault, target, timeoutSeconds };
}
