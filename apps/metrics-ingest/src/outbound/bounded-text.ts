import type { DomainError } from '@cloudops/contracts';

/** Text of an answer's body. @throws what `tooLarge` makes, as soon as it is longer than `maxBytes`. */
export async function boundedText(response: Response, maxBytes: number, tooLarge: () => DomainError): Promise<string> {
  const decoder = new TextDecoder();
  let text = '';
  let bytes = 0;
  for await (const part of (response.body ?? []) as AsyncIterable<Uint8Array>) {
    bytes += part.length;
    if (bytes > maxBytes) throw tooLarge();
    text += decoder.decode(part, { stream: true });
  }
  return text + decoder.decode();
}

/** Why `fetch` failed: what lies below its own "fetch failed", if it says. */
export function fetchFailure(error: unknown): string {
  const cause = error instanceof Error && error.cause instanceof Error ? error.cause : error;
  return cause instanceof Error ? cause.message : String(cause);
}
