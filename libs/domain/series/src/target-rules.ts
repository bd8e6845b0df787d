import { DomainError, type ScrapeTarget } from '@cloudops/contracts';
import type { ScrapeBounds } from './ports/expositions.ts';
import { compileRelabelling } from './relabelling.ts';

const LINK_LOCAL = /^(169\.254\.|\[fe[89ab]|\[::ffff:a9fe:|metadata\.)/i;

/**
 * Scrape targets are private addresses by nature, but never a cloud's metadata service, and never one with a password in its URL.
 * `URL` has already brought decimal, hexadecimal and mapped addresses into one form.
 * Relabelling must compile.
 * @throws DomainError `invalid` naming `url`, `timeoutMs` or the rule.
 */
export function checkTarget({ url, job, relabel, timeoutMs, intervalMs }: ScrapeTarget): void {
  checkAddress(url, `The target ${job}`);
  if (timeoutMs !== undefined && timeoutMs > intervalMs)
    throw new DomainError('invalid', 'target-timeout', `The target ${job} has a timeout longer than its interval`, { field: 'timeoutMs' });
  compileRelabelling(relabel);
}

/** Time and bytes that one scrape of a target may take. */
export const scrapeBounds = ({ timeoutMs, intervalMs, bodySizeLimit }: ScrapeTarget): ScrapeBounds => ({
  timeoutMs: timeoutMs ?? Math.min(intervalMs, 10_000),
  maxBytes: bodySizeLimit === 0 ? 16 * 1024 * 1024 : bodySizeLimit,
});

/** The same for any address that a user sets; `who` begins the message. @throws DomainError `invalid` naming `url`. */
export function checkAddress(url: string, who: string): void {
  const { hostname, username, password } = new URL(url);
  const why = LINK_LOCAL.test(hostname)
    ? 'a link-local or metadata address'
    : username !== '' || password !== ''
      ? 'a user in its URL'
      : undefined;
  if (why !== undefined) throw new DomainError('invalid', 'target-url', `${who} must not have ${why}`, { field: 'url' });
}
