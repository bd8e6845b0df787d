import { useSyncExternalStore } from 'react';

/** Where the console is; all of it lives in the URL's hash, so that reload, back and shared links work. */
export type Route = { page: 'now' | 'silences' } | { page: 'incident' | 'anomaly'; id: string };

export const SILENCES_LINK = '#/silences';

export function parseRoute(hash: string): Route {
  if (hash === SILENCES_LINK) return { page: 'silences' };
  const [, kind, id] = /^#\/(incidents|anomalies)\/(.+)$/.exec(hash) ?? [];
  return id ? { page: kind === 'incidents' ? 'incident' : 'anomaly', id: decodeURIComponent(id) } : { page: 'now' };
}

export const anomalyLink = (id: string): string => `#/anomalies/${encodeURIComponent(id)}`;
export const incidentLink = (id: string): string => `#/incidents/${encodeURIComponent(id)}`;

const subscribe = (changed: () => void): (() => void) => {
  window.addEventListener('hashchange', changed);
  return () => window.removeEventListener('hashchange', changed);
};

export const useRoute = (): Route => parseRoute(useSyncExternalStore(subscribe, () => window.location.hash));
