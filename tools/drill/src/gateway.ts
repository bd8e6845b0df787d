import { setTimeout as delay } from 'node:timers/promises';

const RETRY_MS = 500;
const CALL_TIMEOUT_MS = 15_000;
/** The gateway may be killed and started again while a drill runs. */
const PATIENCE_MS = 60_000;

/** The API of a stack, patient with one that is away for a moment. */
export class Gateway {
  constructor(
    readonly url: string,
    private readonly key: string,
    private readonly signal: AbortSignal,
  ) {}

  get<T>(path: string): Promise<T> {
    return this.call<T>('GET', path);
  }

  /** `data` of the answer. @throws Error with the answer's own words on any other 4xx than 408 and 429, or after a minute of failures. */
  async call<T>(method: 'GET' | 'POST' | 'DELETE', path: string, body?: unknown, patienceMs = PATIENCE_MS): Promise<T> {
    const giveUpAt = performance.now() + patienceMs;
    for (;;) {
      const answer = await this.#once(method, path, body);
      if (answer.ok) return answer.data as T;
      if (!answer.retry || performance.now() > giveUpAt) throw new Error(`${method} ${path}: ${answer.why}`);
      await delay(RETRY_MS, undefined, { signal: this.signal });
    }
  }

  async #once(
    method: string,
    path: string,
    body: unknown,
  ): Promise<{ ok: true; data: unknown } | { ok: false; retry: boolean; why: string }> {
    try {
      const response = await fetch(this.url + path, {
        method,
        headers: { authorization: `Bearer ${this.key}`, ...(body !== undefined && { 'content-type': 'application/json' }) },
        ...(body !== undefined && { body: JSON.stringify(body) }),
        signal: AbortSignal.any([this.signal, AbortSignal.timeout(CALL_TIMEOUT_MS)]),
      });
      const text = await response.text();
      if (response.ok) return { ok: true, data: (JSON.parse(text) as { data: unknown }).data };
      const retry = response.status >= 500 || response.status === 408 || response.status === 429;
      return { ok: false, retry, why: `${response.status} ${text.slice(0, 300)}` };
    } catch (error) {
      this.signal.throwIfAborted();
      return { ok: false, retry: true, why: wordsOf(error) };
    }
  }
}

const wordsOf = (error: unknown): string =>
  error instanceof Error ? `${error.message}${error.cause instanceof Error ? `: ${error.cause.message}` : ''}` : String(error);
