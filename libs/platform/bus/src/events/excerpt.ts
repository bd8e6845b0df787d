const LENGTH = 500;

/** Start of a body as a person may read it: at most 500 characters, control characters shown as spaces, binary as its size. */
export function excerptOf(body: Uint8Array, encoding: 'json' | 'binary'): string {
  if (encoding === 'binary') return `${body.byteLength} bytes`;
  const text = new TextDecoder().decode(body.subarray(0, LENGTH * 4));

  return text.replace(/[\u0000-\u001f\u007f-\u009f]/g, ' ').slice(0, LENGTH);
}
