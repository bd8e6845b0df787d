import { useSyncExternalStore } from 'react';

/** Where the console is; all of it lives in the URL's hash, so that reload, back and shared links work. */
export type Route =
  { page: 'now' | 'silences' } | { page: 'incident' | 'anomaly'; id: string } | { page: 'detectors'; entity: string | undefined };

export const SILENCES_LINK = '#/silences';
export const DETECTORS_LINK = '#/detectors';

export function parseRoute(hash: string): Route {
  if (hash === SILENCES_LINK) return { page: 'silences' };
  const [detectors, entity] = /^#\/detectors(?:\/(.+))?$/.exec(hash) ?? [];
  if (detectors) return { page: 'detectors', entity: entity && decodeURIComponent(entity) };
  const [, kind, id] = /^#\/(incidents|anomalies)\/(.+)$/.exec(hash) ?? [];
  return id ? { page: kind === 'incidents' ? 'incident' : 'anomaly', id: decodeURIComponent(id) } : { page: 'now' };
}

export const anomalyLink = (id: string): string => `#/anomalies/${encodeURIComponent(id)}`;
export const incidentLink = (id: string): string => `#/incidents/${encodeURIComponent(id)}`;

export const detectorLink = (entity: string): string => `${DETECTORS_LINK}/${encodeURIComponent(entity)}`;

const subscribe = (changed: () => void): (() => void) => {
  window.addEventListener('hashchange', changed);
  return () => window.removeEventListener('hashchange', changed);
};

export const useRoute = (): Route => parseRoute(useSyncExternalStore(subscribe, () => window.location.hash));
