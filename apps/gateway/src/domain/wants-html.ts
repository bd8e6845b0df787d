/** Whether the Accept header prefers a page, as browsers write it (RFC 9110, 12.5.1); a bare wildcard is a program. */
export function wantsHtml(accept: string | undefined): boolean {
  const html = quality(accept, 'text/html');
  return html > 0 && html >= quality(accept, 'application/json');
}

function quality(accept: string | undefined, type: string): number {
  for (const part of (accept ?? '').split(',')) {
    const [name, ...parameters] = part.split(';').map((s) => s.trim().toLowerCase());
    if (name !== type) continue;
    const q = parameters.find((p) => p.startsWith('q='));
    return q === undefined ? 1 : Number(q.slice(2)) || 0;
  }
  return 0;
}
