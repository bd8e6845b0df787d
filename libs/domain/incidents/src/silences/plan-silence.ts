import { DomainError, type NewSilence, type Silence } from '@cloudops/contracts';
import { compileMatchers } from '@cloudops/domain-series';

/** Longer than this, a silence that is not weekly is a blind spot that nobody remembers. */
const LONGEST_MS = 366 * 86_400_000;

/**
 * The silence that a person asks for.
 * @throws DomainError `invalid` that names the field: an expression that does not compile, an end that is missing, over or before the start.
 */
export function planSilence(wish: NewSilence, { id, by, at }: { id: string; by: string; at: string }): Silence {
  compileMatchers(wish.matchers);
  const wrong = (field: string, message: string): never => {
    throw new DomainError('invalid', 'silence-invalid', message, { field });
  };
  const startsAt = wish.startsAt ?? at;
  if (wish.endsAt === null && wish.weekly === null)
    wrong('endsAt', 'A silence ends: give endsAt, or the hours of a week in which it holds');
  if (wish.endsAt !== null) {
    const end = Date.parse(wish.endsAt);
    if (end <= Date.parse(startsAt)) wrong('endsAt', 'It ends before it starts');
    if (end <= Date.parse(at)) wrong('endsAt', 'It would be over already');
    if (wish.weekly === null && end - Date.parse(startsAt) > LONGEST_MS) wrong('endsAt', 'A silence lasts a year at most');
  }
  return { ...wish, id, startsAt, createdBy: by, createdAt: at, expiredBy: null };
}
