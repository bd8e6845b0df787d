import type { Problem } from '@cloudops/contracts';

/** Exit codes, as `cloudops --help` shows them. */
export const EXIT = { ok: 0, failed: 1, usage: 2, unreachable: 3, refused: 4, missing: 5 } as const;

/** What the person at the terminal is told; no stack trace. */
export class CliError extends Error {
  constructor(
    message: string,
    readonly exitCode: number = EXIT.failed,
  ) {
    super(message);
    this.name = 'CliError';
  }
}

export function problemError(status: number, problem: Partial<Problem>): CliError {
  const fields = (problem.errors ?? []).map((e) => `\n  ${e.field}: ${e.message}`).join('');
  const detail = problem.detail ?? `the gateway answered ${status}`;
  return new CliError(`${detail}${fields}`, exitCodeOf(status));
}

function exitCodeOf(status: number): number {
  if (status === 401 || status === 403 || status === 429) return EXIT.refused;
  if (status === 404 || status === 409 || status === 412) return EXIT.missing;
  return status === 400 ? EXIT.usage : EXIT.failed;
}
