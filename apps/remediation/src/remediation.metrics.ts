import type { RemediationEvent, RemediationRecord } from '@cloudops/domain-remediation';
import { Injectable } from '@nestjs/common';
import { InjectMetric, makeCounterProvider, makeGaugeProvider, makeHistogramProvider } from '@willsoto/nestjs-prometheus';
import type { Counter, Gauge, Histogram } from 'prom-client';

const EVENTS = 'cloudops_remediation_events_total';
const STAGES = 'cloudops_remediation_stage_seconds';
const SWITCH = 'cloudops_remediation_kill_switch_engaged';

export const metricProviders = [
  makeCounterProvider({
    name: EVENTS,
    help: 'Decisions about remediations, by what was decided and by runbook',
    labelNames: ['event', 'runbook'],
  }),
  makeHistogramProvider({
    name: STAGES,
    help: 'Seconds from the proposal to the intent (decide), to the end of the action (act), and to its verification (verify)',
    labelNames: ['stage'],
    buckets: [0.1, 0.5, 1, 2, 5, 10, 30, 60, 120, 300, 900],
  }),
  makeGaugeProvider({ name: SWITCH, help: '1 while the kill switch stops every action' }),
];

@Injectable()
export class RemediationMetrics {
  constructor(
    @InjectMetric(EVENTS) private readonly events: Counter<'event' | 'runbook'>,
    @InjectMetric(STAGES) private readonly stages: Histogram<'stage'>,
    @InjectMetric(SWITCH) private readonly killSwitch: Gauge,
  ) {}

  decided(event: RemediationEvent, record: RemediationRecord): void {
    this.events.inc({ event: event.type, runbook: record.runbook.id });
    if (event.type === 'intent-committed') this.#observe('decide', record.proposedAt, record.startedAt);
    if (event.type === 'verifying') this.#observe('act', record.startedAt, record.finishedAt);
    if (event.type === 'verified') this.#observe('verify', record.finishedAt, record.verifiedAt);
  }

  switched(engaged: boolean): void {
    this.killSwitch.set(engaged ? 1 : 0);
  }

  #observe(stage: string, from: string | null, to: string | null): void {
    if (from !== null && to !== null) this.stages.observe({ stage }, (Date.parse(to) - Date.parse(from)) / 1000);
  }
}
