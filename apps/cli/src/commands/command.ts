import type { Api } from '../api.ts';
import type { Terminal } from '../terminal.ts';

/** What every command has at hand. */
export interface Session {
  readonly api: Api;
  readonly terminal: Terminal;
  /** Write the gateway's data as JSON instead of text. */
  readonly json: boolean;
  /** Aborts on Ctrl-C. */
  readonly signal: AbortSignal;
}

/** Writes `data` as JSON where that was asked for, else as the text that `render` makes of it. */
export function show<T>({ terminal, json }: Session, data: T, render: (data: T) => string): void {
  terminal.out(`${json ? JSON.stringify(data) : render(data)}\n`);
}
