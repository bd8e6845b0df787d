import { resolve } from 'node:path';
import { parseArgs } from 'node:util';

export interface StackOptions {
  /** Absolute folder that holds everything this run keeps. */
  readonly dataDirectory: string;
  /** Port that the gateway asks for first. */
  readonly port: number;
  readonly verbose: boolean;
}

export const USAGE = `Usage: npm start [-- options]

Starts Smart CloudOps AI on this machine: Postgres, NATS, the five services and the executor.

  --data DIR   where data, keys and logs are kept (default: .cloudops)
  --port N     port of the console and API (default: 3000; the next free one when it is taken)
  --verbose    print every service's log lines
  --help       this text

Environment: DATABASE_URL (an admin URL) and NATS_URL (with NATS_USER, NATS_PASSWORD) use existing servers
instead of local ones; OPENAI_API_KEY, OPENAI_BASE_URL, GEMINI_API_KEY give chat a model. Ctrl-C stops everything.`;

/** @throws Error with a sentence for the person when an option is unknown or out of range. */
export function parseOptions(argv: readonly string[], workingDirectory: string): StackOptions | 'help' {
  const { values } = parseArgs({
    args: [...argv],
    options: {
      data: { type: 'string', default: '.cloudops' },
      port: { type: 'string', default: '3000' },
      verbose: { type: 'boolean', default: false },
      help: { type: 'boolean', short: 'h', default: false },
    },
  });
  if (values.help) return 'help';
  const port = Number(values.port);
  if (!Number.isInteger(port) || port < 1 || port > 65_535)
    throw new Error(`--port must be a whole number from 1 to 65535, not "${values.port}"`);
  return { dataDirectory: resolve(workingDirectory, values.data), port, verbose: values.verbose };
}
