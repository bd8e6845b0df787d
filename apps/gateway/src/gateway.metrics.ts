import { Injectable } from '@nestjs/common';
import { InjectMetric, makeCounterProvider, makeGaugeProvider } from '@willsoto/nestjs-prometheus';
import type { Counter, Gauge } from 'prom-client';

const REFUSED = 'cloudops_gateway_requests_refused_total';
const LOG_LINES = 'cloudops_gateway_log_lines_total';
const LIVE_EVENTS = 'cloudops_gateway_live_events_total';
const ALERTS = 'cloudops_gateway_alerts_received_total';
const TRUNCATED = 'cloudops_gateway_alerts_truncated_total';
const EVENT_CLIENTS = 'cloudops_gateway_event_clients';

export const gatewayMetricProviders = [
  makeCounterProvider({ name: REFUSED, help: 'Requests refused for their API key or its role', labelNames: ['reason'] }),
  makeCounterProvider({ name: LOG_LINES, help: 'Log lines received from the services' }),
  makeCounterProvider({ name: LIVE_EVENTS, help: 'Changes received for the live stream', labelNames: ['subject'] }),
  makeCounterProvider({ name: ALERTS, help: 'Alerts delivered by webhooks, repeats included', labelNames: ['state'] }),
  makeCounterProvider({ name: TRUNCATED, help: 'Alerts that senders left out of what they delivered' }),
  makeGaugeProvider({ name: EVENT_CLIENTS, help: 'Clients that follow the live stream now' }),
];

@Injectable()
export class GatewayMetrics {
  constructor(
    @InjectMetric(REFUSED) private readonly refusals: Counter<'reason'>,
    @InjectMetric(LOG_LINES) private readonly lines: Counter,
    @InjectMetric(LIVE_EVENTS) private readonly events: Counter<'subject'>,
    @InjectMetric(EVENT_CLIENTS) private readonly clients: Gauge,
  ) {}

  refused(reason: string): void {
    this.refusals.inc({ reason });
  }

  logLines(count: number): void {
    this.lines.inc(count);
  }

  liveEvent(subject: string): void {
    this.events.inc({ subject });
  }

  eventClients(count: number): void {
    this.clients.set(count);
  }
}

@Injectable()
export class AlertMetrics {
  constructor(
    @InjectMetric(ALERTS) private readonly alerts: Counter<'state'>,
    @InjectMetric(TRUNCATED) private readonly truncated: Counter,
  ) {}

  received(states: readonly string[], truncated: number): void {
    for (const state of states) this.alerts.inc({ state });
    this.truncated.inc(truncated);
  }
}
