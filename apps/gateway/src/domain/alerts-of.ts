import { createHash } from 'node:crypto';
import type { AlertmanagerWebhook, AlertReceived, EventInput } from '@cloudops/contracts';

/** Labels and annotations beyond these bounds are cut, not refused: an alert must arrive. */
const MAX_PAIRS = 64;
const MAX_CHARS = 2_000;
const HOUR_MS = 3_600_000;

export interface AlertEvent {
  /** The same for every delivery of one state of one firing within an hour, whatever group or replica it comes from. */
  readonly id: string;
  readonly data: EventInput<typeof AlertReceived>;
}

/** What a webhook's body says, alert by alert. @param source who delivered it. */
export function alertsOf({ alerts, truncatedAlerts }: AlertmanagerWebhook, source: string, now: Date): AlertEvent[] {
  const hour = Math.floor(now.getTime() / HOUR_MS);
  return alerts.map(({ status: state, fingerprint, startsAt, endsAt, labels, annotations, generatorURL }) => {
    const ended = state === 'resolved' ? (endsAt ?? now.toISOString()) : null;
    return {
      id: `alert-${createHash('sha256').update([fingerprint, startsAt, state, hour].join('|')).digest('hex').slice(0, 32)}`,
      data: {
        ...{ fingerprint, state, startsAt, endsAt: ended, source, truncatedAlerts },
        labels: cut(labels),
        annotations: cut(annotations),
        generatorUrl: /^https?:\/\/\S{1,2000}$/.test(generatorURL) ? generatorURL : null,
        receivedAt: now.toISOString(),
      },
    };
  });
}

const cut = (pairs: Readonly<Record<string, string>>): Record<string, string> =>
  Object.fromEntries(
    Object.entries(pairs)
      .slice(0, MAX_PAIRS)
      .map(([name, value]) => [name.slice(0, MAX_CHARS), value.slice(0, MAX_CHARS)]),
  );
