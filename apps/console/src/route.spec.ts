import { describe, expect, it } from '@jest/globals';
import { anomalyLink, incidentLink, parseRoute } from './route.ts';

describe('parseRoute', () => {
  it('finds the incident that a link names', () => {
    expect(parseRoute(incidentLink('inc/1 a'))).toEqual({ page: 'incident', id: 'inc/1 a' });
  });
  it('finds the anomaly that a link names', () => {
    expect(parseRoute(anomalyLink('a%1'))).toEqual({ page: 'anomaly', id: 'a%1' });
  });
  it('finds the silences', () => expect(parseRoute('#/silences')).toEqual({ page: 'silences' }));
  it.each(['', '#/', '#/nowhere'])('shows what is now for %p', (hash) => expect(parseRoute(hash)).toEqual({ page: 'now' }));
});
