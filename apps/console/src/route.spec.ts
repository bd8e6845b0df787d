import { describe, expect, it } from '@jest/globals';
import { incidentLink, parseRoute } from './route.ts';

describe('parseRoute', () => {
  it('finds the incident that a link names', () => {
    expect(parseRoute(incidentLink('inc/1 a'))).toEqual({ page: 'incident', id: 'inc/1 a' });
  });
  it.each(['', '#/', '#/nowhere'])('shows what is now for %p', (hash) => expect(parseRoute(hash)).toEqual({ page: 'now' }));
});
