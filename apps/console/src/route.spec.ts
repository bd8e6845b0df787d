import { describe, expect, it } from '@jest/globals';
import { anomalyLink, detectorLink, incidentLink, parseRoute } from './route.ts';

describe('parseRoute', () => {
  it('finds the incident that a link names', () => {
    expect(parseRoute(incidentLink('inc/1 a'))).toEqual({ page: 'incident', id: 'inc/1 a' });
  });
  it('finds the anomaly that a link names', () => {
    expect(parseRoute(anomalyLink('a%1'))).toEqual({ page: 'anomaly', id: 'a%1' });
  });
  it('finds the silences', () => expect(parseRoute('#/silences')).toEqual({ page: 'silences' }));
  it('finds the detectors, and those of the entity that a link names', () => {
    expect(parseRoute('#/detectors')).toEqual({ page: 'detectors', entity: undefined });
    expect(parseRoute(detectorLink('prod/host/web 1'))).toEqual({ page: 'detectors', entity: 'prod/host/web 1' });
  });
  it.each(['', '#/', '#/nowhere'])('shows what is now for %p', (hash) => expect(parseRoute(hash)).toEqual({ page: 'now' }));
});
