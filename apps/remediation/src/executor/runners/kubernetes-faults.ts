import type { RunnerAnswer } from '@cloudops/domain-remediation';
import { neverLeft } from './never-left.ts';

interface Fault {
  /** Status of the API server, or the system's code. */
  readonly code?: number | string;
  readonly body?: unknown;
  readonly message?: string;
}

/** What a failed patch says about whether it happened. */
export function answerOf(error: unknown): RunnerAnswer {
  const { code } = error as Fault;
  const message = describeFault(error);
  // another version than the one that was read, or too many requests: not done, and may be tried again
  if (code === 409 || code === 429) return { kind: 'unsent', message };
  if (typeof code === 'number') return { kind: code >= 400 && code < 500 ? 'refused' : 'lost', message };
  return { kind: neverLeft(code) ? 'unsent' : 'lost', message };
}

/** The API server's own words where it had any. */
export function describeFault(error: unknown): string {
  const { code, body, message } = error as Fault;
  const words = statusMessage(body) ?? message ?? String(error);
  return typeof code === 'number' ? `Kubernetes answered ${code}: ${words}` : `Kubernetes: ${words}`;
}

function statusMessage(body: unknown): string | undefined {
  try {
    const status: unknown = typeof body === 'string' ? JSON.parse(body) : body;
    if (typeof status === 'object' && status !== null && 'message' in status) return String(status.message).slice(0, 500);
  } catch {
    // not a Status; the status code has to do
  }
  return undefined;
}
