import type { Alert } from '@cloudops/contracts';
import { anEntity } from './an-anomaly.ts';

/** An alert that fires. */
export const anAlert = (over: Partial<Alert> = {}): Alert => ({
  id: `${over.fingerprint ?? 'f1'}-${over.startsAt ?? 'start'}`,
  kind: 'alert',
  fingerprint: 'f1',
  name: 'HighErrorRate',
  state: 'firing',
  severity: 'high',
  entity: anEntity(),
  labels: { alertname: 'HighErrorRate', severity: 'error', job: 'web', instance: '127.0.0.1:9000' },
  annotations: { summary: 'one of ten requests fails' },
  startsAt: '2026-01-15T12:00:00.000Z',
  endsAt: null,
  generatorUrl: null,
  source: 'alertmanager:write',
  truncatedAlerts: 0,
  silence: null,
  ...over,
});
