import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { CliError, EXIT } from './cli-error.ts';

/** Where the gateway is and the secret that opens it. */
export interface Connection {
  readonly url: string;
  readonly key: string;
}

export interface ConnectionOptions {
  readonly url?: string | undefined;
  readonly keyFile?: string | undefined;
}

const STACK_FILE = join('.cloudops', 'run', 'stack.json');

/** What the options say; what they leave open comes from the stack that `npm start` runs in `folder` or above it. */
export function findConnection(options: ConnectionOptions, folder: string): Connection {
  const stack = options.url !== undefined && options.keyFile !== undefined ? {} : readStack(folder);
  const url = options.url ?? stack.url;
  if (url === undefined) {
    throw new CliError(
      'No gateway is known here: run this beside a stack that `npm start` runs, or give --url URL and --key FILE',
      EXIT.usage,
    );
  }
  const keyFile = options.keyFile ?? stack.adminKeyFile;
  if (keyFile === undefined) throw new CliError('No API key: give --key FILE, or name the file in CLOUDOPS_KEY_FILE', EXIT.usage);
  return { url: url.replace(/\/+$/, ''), key: readKey(keyFile) };
}

function readStack(folder: string): { url?: string; adminKeyFile?: string } {
  for (let at = folder; ; at = dirname(at)) {
    try {
      return JSON.parse(readFileSync(join(at, STACK_FILE), 'utf8')) as { url?: string; adminKeyFile?: string };
    } catch {
      if (dirname(at) === at) return {}; // none anywhere above
    }
  }
}

function readKey(file: string): string {
  try {
    return readFileSync(file, 'utf8').trim();
  } catch (error) {
    throw new CliError(`The key file cannot be read: ${error instanceof Error ? error.message : String(error)}`, EXIT.usage);
  }
}
