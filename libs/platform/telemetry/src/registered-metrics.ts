import {
  Counter,
  type CounterConfiguration,
  Gauge,
  type GaugeConfiguration,
  Histogram,
  type HistogramConfiguration,
  register,
} from 'prom-client';

// Metrics of the register that `/metrics` shows. One of that name that is there already is given back: several apps in one process share it.

export const counter = <L extends string>(spec: CounterConfiguration<L>): Counter<L> =>
  (register.getSingleMetric(spec.name) as Counter<L> | undefined) ?? new Counter(spec);

export const gauge = <L extends string>(spec: GaugeConfiguration<L>): Gauge<L> =>
  (register.getSingleMetric(spec.name) as Gauge<L> | undefined) ?? new Gauge(spec);

export const histogram = <L extends string>(spec: HistogramConfiguration<L>): Histogram<L> =>
  (register.getSingleMetric(spec.name) as Histogram<L> | undefined) ?? new Histogram(spec);
