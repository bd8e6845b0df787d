import { Alert } from '../alert.ts';
import { defineEvent } from '../contract.ts';
import { Instant } from '../time.ts';

/** Published when a webhook delivered an alert: once each firing and state, and again every hour that it is repeated. */
export const AlertReceived = defineEvent('alert.received.v1', {
  publisher: 'gateway',
  consumers: ['anomaly'],
  schema: Alert.pick({
    ...{ fingerprint: true, labels: true, annotations: true, startsAt: true, endsAt: true },
    ...{ generatorUrl: true, source: true, truncatedAlerts: true },
  }).extend({ state: Alert.shape.state.exclude(['pending']), receivedAt: Instant }),
});
