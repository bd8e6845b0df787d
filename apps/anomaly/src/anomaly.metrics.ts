import type { SampleBatch } from '@cloudops/contracts';
import { Injectable } from '@nestjs/common';
import { InjectMetric, makeCounterProvider, makeGaugeProvider, makeHistogramProvider } from '@willsoto/nestjs-prometheus';
import type { Counter, Gauge, Histogram } from 'prom-client';
import type { Recorded } from './domain/findings.ts';
import type { LiveViews } from './domain/live-views.ts';

const POINTS = 'cloudops_anomaly_points_scored_total';
const LAG = 'cloudops_anomaly_scoring_lag_seconds';
const VIEWS = 'cloudops_anomaly_views';
const ENTITIES = 'cloudops_anomaly_entities';
const DETECTED = 'cloudops_anomaly_detected_total';
const INCIDENTS = 'cloudops_anomaly_incidents_opened_total';

export const anomalyMetricProviders = [
  makeCounterProvider({ name: POINTS, help: 'Points scored' }),
  makeHistogramProvider({ name: LAG, help: 'From the time of a sample to its score', buckets: [0.1, 0.25, 0.5, 1, 2.5, 5, 15, 60, 300] }),
  makeGaugeProvider({ name: VIEWS, help: 'Views watched', labelNames: ['state'] }),
  makeGaugeProvider({ name: ENTITIES, help: 'Entities whose signals are scored together', labelNames: ['state'] }),
  makeCounterProvider({ name: DETECTED, help: 'Anomalies detected', labelNames: ['signal', 'severity'] }),
  makeCounterProvider({ name: INCIDENTS, help: 'Incidents opened', labelNames: ['severity'] }),
];

@Injectable()
export class ScoringMetrics {
  private counted = 0;

  constructor(
    @InjectMetric(POINTS) private readonly points: Counter,
    @InjectMetric(LAG) private readonly lag: Histogram,
    @InjectMetric(VIEWS) private readonly views: Gauge<'state'>,
    @InjectMetric(ENTITIES) private readonly entities: Gauge<'state'>,
  ) {}

  scored(batch: SampleBatch, views: LiveViews): void {
    this.points.inc(views.scored - this.counted);
    this.counted = views.scored;
    const time = batch.series[0]?.times.at(-1);
    if (time !== undefined) this.lag.observe(Math.max(0, (Date.now() - time) / 1000));
  }

  watching({ series, learning, anomalous }: { series: number; learning: number; anomalous: number }, refused: number): void {
    this.views.set({ state: 'learning' }, learning);
    this.views.set({ state: 'anomalous' }, anomalous);
    this.views.set({ state: 'normal' }, Math.max(0, series - learning - anomalous));
    this.views.set({ state: 'refused' }, refused);
  }

  /** Entities by state; `refused` counts views whose entity did not fit. */
  together(states: Readonly<Record<'learning' | 'anomalous' | 'normal' | 'refused', number>>): void {
    for (const [state, count] of Object.entries(states)) this.entities.set({ state }, count);
  }
}

@Injectable()
export class FindingsMetrics {
  constructor(
    @InjectMetric(DETECTED) private readonly detected: Counter<'signal' | 'severity'>,
    @InjectMetric(INCIDENTS) private readonly incidents: Counter<'severity'>,
  ) {}

  recorded({ detected, opened }: Recorded): void {
    for (const { signal, severity } of detected) this.detected.inc({ signal, severity });
    for (const { severity } of opened) this.incidents.inc({ severity });
  }
}
