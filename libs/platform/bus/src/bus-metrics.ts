import { counter, gauge, histogram } from '@cloudops/platform-telemetry';
import { Injectable } from '@nestjs/common';

/** What the bus measures, in the register that `/metrics` shows. */
@Injectable()
export class BusMetrics {
  readonly connected = gauge({ name: 'cloudops_bus_connected', help: '1 while there is a connection to NATS' });

  readonly published = counter({
    name: 'cloudops_bus_published_total',
    help: 'Events that the broker confirmed, failed to confirm, or had before',
    labelNames: ['subject', 'outcome'],
  });

  readonly delivered = counter({
    name: 'cloudops_bus_delivered_total',
    help: 'Deliveries that a handler finished',
    labelNames: ['subject'],
  });

  readonly failed = counter({
    name: 'cloudops_bus_failed_total',
    help: 'Deliveries that a handler failed and that will be delivered again',
    labelNames: ['subject'],
  });

  readonly deadLettered = counter({
    name: 'cloudops_bus_dead_lettered_total',
    help: 'Messages that this service gave up on',
    labelNames: ['subject'],
  });

  readonly logLinesDropped = counter({
    name: 'cloudops_bus_log_lines_dropped_total',
    help: 'Log lines that could not be shipped',
  });

  readonly requests = histogram({
    name: 'cloudops_bus_request_seconds',
    help: 'Time of a request until its last chunk; outcome is ok or the kind of the error',
    labelNames: ['subject', 'side', 'outcome'],
    buckets: [0.002, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 15, 60],
  });
}
