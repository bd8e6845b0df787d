import { buildApps } from './build-apps.ts';

/** Builds metrics-ingest, so that its bundle is what is measured. Ends this process when that fails; the build has said why. */
export const buildIngest = (): void => buildApps('apps/metrics-ingest');
