import type { Problem } from '@cloudops/contracts';
import { CliError, EXIT, problemError } from './cli-error.ts';
import type { Connection } from './connection.ts';

/** A schema that says what the gateway's data must look like. */
interface Schema<T> {
  parse(data: unknown): T;
}

/** The gateway's HTTP API, as far as the command line uses it. */
export class Api {
  constructor(private readonly connection: Connection) {}

  /** @throws CliError with what the gateway said, or that it cannot be reached */
  async get<T>(path: string, schema: Schema<T>, query: Readonly<Record<string, string | undefined>> = {}): Promise<T> {
    const given = Object.entries(query).filter((entry): entry is [string, string] => entry[1] !== undefined);
    const search = given.length > 0 ? `?${new URLSearchParams(given).toString()}` : '';
    return dataOf(await this.call('GET', path + search), schema);
  }

  async post<T>(path: string, body: unknown, schema: Schema<T>, headers: Readonly<Record<string, string>> = {}): Promise<T> {
    return dataOf(await this.call('POST', path, { body, headers }), schema);
  }

  async delete<T>(path: string, schema: Schema<T>): Promise<T> {
    return dataOf(await this.call('DELETE', path), schema);
  }

  /** The body of a stream of server-sent events. */
  async stream(
    path: string,
    options: { body?: unknown; lastEventId?: string | undefined; signal?: AbortSignal } = {},
  ): Promise<AsyncIterable<string>> {
    const response = await this.call(options.body === undefined ? 'GET' : 'POST', path, options);
    if (response.body === null) throw new CliError('The gateway sent an empty stream');
    return response.body.pipeThrough(new TextDecoderStream());
  }

  private async call(
    method: string,
    path: string,
    options: { body?: unknown; headers?: Readonly<Record<string, string>>; lastEventId?: string | undefined; signal?: AbortSignal } = {},
  ): Promise<Response> {
    const { body, lastEventId, signal } = options;
    const headers: Record<string, string> = { authorization: `Bearer ${this.connection.key}`, ...options.headers };
    if (body !== undefined) headers['content-type'] = 'application/json';
    if (lastEventId !== undefined) headers['last-event-id'] = lastEventId;
    let response: Response;
    try {
      response = await fetch(this.connection.url + path, {
        method,
        headers,
        ...(body !== undefined && { body: JSON.stringify(body) }),
        ...(signal && { signal }),
      });
    } catch (cause) {
      if (signal?.aborted) throw cause;
      throw new CliError(`${this.connection.url} does not answer; is the stack running?`, EXIT.unreachable);
    }
    if (response.ok) return response;
    throw problemError(
      response.status,
      await response.json().then(
        (p) => p as Partial<Problem>,
        () => ({}),
      ),
    );
  }
}

async function dataOf<T>(response: Response, schema: Schema<T>): Promise<T> {
  try {
    return schema.parse(((await response.json()) as { data?: unknown }).data);
  } catch {
    throw new CliError('The gateway answered something that this version does not understand; are both of one version?');
  }
}
