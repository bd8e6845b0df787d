import { DomainError, type ScrapeTarget } from '@cloudops/contracts';
import { compileRelabelling } from './relabelling.ts';

const LINK_LOCAL = /^(169\.254\.|\[fe[89ab]|\[::ffff:a9fe:|metadata\.)/i;

/**
 * Scrape targets are private addresses by nature, but never a cloud's metadata service, and never one with a password in its URL.
 * `URL` has already brought decimal, hexadecimal and mapped addresses into one form.
 * Relabelling must compile.
 * @throws DomainError `invalid` naming `url` or the rule.
 */
export function checkTarget({ url, job, relabel }: ScrapeTarget): void {
  checkAddress(url, `The target ${job}`);
  compileRelabelling(relabel);
}

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
