import { DomainError } from '@cloudops/contracts';
import { parseSeriesId, seriesIdText, type SeriesPlace } from '@cloudops/domain-series';

/** `<id>/<name>` of the last series of a page. */
export const cursorOf = (id: bigint, name: string): string => `${seriesIdText(id)}/${name}`;

/** @throws DomainError `invalid` unless a list gave the cursor. */
export function placeOf(cursor: string): SeriesPlace {
  const [, id, name] = /^([0-9a-f]{16})\/(.*)$/s.exec(cursor) ?? [];
  if (id === undefined || name === undefined)
    throw new DomainError('invalid', 'cursor', 'The cursor is not one that this list gave', { field: 'cursor' });
  const whole = parseSeriesId(id);
  return { name, low: Number(whole & 0xffffffffn), high: Number(whole >> 32n) };
}
