import type { Provider, Type } from '@nestjs/common';
import type { AnomalyConfig } from './anomaly.config.ts';
import { Alerts } from './domain/alerts.ts';
import { Changes } from './domain/changes.ts';
import { ConditionStates } from './domain/condition-states.ts';
import { DeclaredTopology } from './domain/declared-topology.ts';
import { KnownEntities } from './domain/known-entities.ts';
import { OpenIncidents } from './domain/open-incidents.ts';
import { RunbookConditions } from './domain/runbook-conditions.ts';
import { SeriesQueries } from './domain/series-queries.ts';
import { Topology } from './domain/topology.ts';
import { AlertsConsumer } from './inbound/alerts.consumer.ts';
import { ConditionsTimer } from './inbound/conditions-timer.ts';
import { SignalsTimer } from './inbound/signals-timer.ts';
import { SignalsController } from './inbound/signals.controller.ts';
import { TopologyTimer } from './inbound/topology-timer.ts';
import { AlertRows } from './outbound/alert-rows.ts';
import { BusKnownEntities, Home } from './outbound/bus-known-entities.ts';
import { BusRunbookConditions } from './outbound/bus-runbook-conditions.ts';
import { BusSeriesQueries } from './outbound/bus-series-queries.ts';
import { PostgresAlerts } from './outbound/postgres-alerts.ts';
import { PostgresChanges } from './outbound/postgres-changes.ts';
import { PostgresConditionStates } from './outbound/postgres-condition-states.ts';
import { PostgresOpenIncidents } from './outbound/postgres-open-incidents.ts';
import { PostgresTopology } from './outbound/postgres-topology.ts';
import { SurroundingsRows } from './outbound/surroundings-rows.ts';
import { TopologyFile, TopologyFileOptions } from './outbound/topology-file.ts';
import { RecordAlert } from './use-cases/record-alert.ts';
import { EvaluateConditions } from './use-cases/evaluate-conditions.ts';
import { SeeTopology } from './use-cases/see-topology.ts';
import { SignalTimes, TendSignals } from './use-cases/tend-signals.ts';

const HOUR_MS = 3_600_000;

/** The part of the module that takes in what comes beside samples. */
export const signalsControllers: Type[] = [AlertsConsumer, SignalsController];

export const signalsProviders = (config: AnomalyConfig): Provider[] => [
  ...[SurroundingsRows, AlertRows, RecordAlert, TendSignals, SignalsTimer, SeeTopology, TopologyTimer, EvaluateConditions, ConditionsTimer],
  { provide: Home, useValue: { environment: config.ENVIRONMENT } },
  { provide: KnownEntities, useClass: BusKnownEntities },
  { provide: Alerts, useClass: PostgresAlerts },
  { provide: Changes, useClass: PostgresChanges },
  { provide: OpenIncidents, useClass: PostgresOpenIncidents },
  { provide: SignalTimes, useValue: { alertSilentMs: config.ALERT_SILENT_HOURS * HOUR_MS, keepMs: config.FINDINGS_DAYS * 24 * HOUR_MS } },
  { provide: RunbookConditions, useClass: BusRunbookConditions },
  { provide: ConditionStates, useClass: PostgresConditionStates },
  { provide: SeriesQueries, useClass: BusSeriesQueries },
  { provide: TopologyFileOptions, useValue: { file: config.TOPOLOGY_FILE, environment: config.ENVIRONMENT } },
  { provide: DeclaredTopology, useClass: TopologyFile },
  { provide: Topology, useClass: PostgresTopology },
];
