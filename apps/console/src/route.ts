import { useSyncExternalStore } from 'react';

/** Where the console is; all of it lives in the URL's hash, so that reload, back and shared links work. */
export type Route = { page: 'now' } | { page: 'incident'; id: string };

export function parseRoute(hash: string): Route {
  const incident = /^#\/incidents\/(.+)$/.exec(hash);
  return incident?.[1] ? { page: 'incident', id: decodeURIComponent(incident[1]) } : { page: 'now' };
}

export const incidentLink = (id: string): string => `#/incidents/${encodeURIComponent(id)}`;

const subscribe = (changed: () => void): (() => void) => {
  window.addEventListener('hashchange', changed);
  return () => window.removeEventListener('hashchange', changed);
};

export const useRoute = (): Route => parseRoute(useSyncExternalStore(subscribe, () => window.location.hash));
