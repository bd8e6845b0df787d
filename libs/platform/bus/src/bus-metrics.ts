import { Injectable } from '@nestjs/common';
import { Counter, type CounterConfiguration, Gauge, Histogram, register } from 'prom-client';

const counter = <L extends string>(configuration: CounterConfiguration<L>): Counter<L> =>
  (register.getSingleMetric(configuration.name) as Counter<L> | undefined) ?? new Counter(configuration);

/** What the bus measures, in the register that `/metrics` shows; several apps in one process share it. */
@Injectable()
export class BusMetrics {
  readonly connected =
    (register.getSingleMetric('cloudops_bus_connected') as Gauge | undefined) ??
    new Gauge({ name: 'cloudops_bus_connected', help: '1 while there is a connection to NATS' });

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
    labelNames: [],
  });

  readonly requests =
    (register.getSingleMetric('cloudops_bus_request_seconds') as Histogram<'subject' | 'side' | 'outcome'> | undefined) ??
    new Histogram({
      name: 'cloudops_bus_request_seconds',
      help: 'Time of a request until its last chunk; outcome is ok or the kind of the error',
      labelNames: ['subject', 'side', 'outcome'],
      buckets: [0.002, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 15, 60],
    });
}
