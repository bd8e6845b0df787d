import { describe, expect, it } from '@jest/globals';
import { Freeze, frozen } from './freeze.ts';

const at = (text: string): Date => new Date(text);
const target = { environment: 'prod' };
const once = Freeze.parse({ id: 'release', once: { from: '2026-01-01T00:00:00Z', to: '2026-01-02T00:00:00Z' }, reason: 'we ship' });
const weekly = Freeze.parse({
  ...{ id: 'night', environment: 'prod', reason: 'backups' },
  weekly: { weekdays: ['fri'], from: '22:00', to: '06:00', timeZone: 'Europe/Berlin' },
});

describe('a freeze', () => {
  it('holds from its first instant to before its last', () => {
    expect(frozen([once], target, at('2025-12-31T23:59:59.999Z'))).toBeNull();
    expect(frozen([once], target, at('2026-01-01T00:00:00.000Z'))).toBe('Freeze release until 2026-01-02T00:00:00Z: we ship');
    expect(frozen([once], target, at('2026-01-02T00:00:00.000Z'))).toBeNull();
  });

  it('comes back every week by the clocks on the wall, over midnight', () => {
    expect(frozen([weekly], target, at('2026-01-03T04:59:00.000Z'))).toContain('Freeze night (fri 22:00-06:00 Europe/Berlin): backups');
    expect(frozen([weekly], target, at('2026-01-03T05:00:00.000Z'))).toBeNull();
  });

  it('of one environment leaves the others alone', () => {
    expect(frozen([weekly], { environment: 'test' }, at('2026-01-03T04:00:00.000Z'))).toBeNull();
  });

  it.each([
    ['neither weekly nor once', { id: 'x', reason: 'y' }],
    ['an end before its beginning', { id: 'x', reason: 'y', once: { from: '2026-01-02T00:00:00Z', to: '2026-01-01T00:00:00Z' } }],
  ])('is refused with %s', (_, value) => {
    expect(Freeze.safeParse(value).success).toBe(false);
  });
});
