import { BusModule } from '@cloudops/platform-bus';
import { PostgresModule } from '@cloudops/platform-postgres';
import { TelemetryModule } from '@cloudops/platform-telemetry';
import { type DynamicModule, Module } from '@nestjs/common';
import { ScheduleModule } from '@nestjs/schedule';
import type { AnomalyConfig } from './anomaly.config.ts';
import { anomalyMetricProviders, FindingsMetrics, ScoringMetrics } from './anomaly.metrics.ts';
import { Findings, FindingsArchive } from './domain/findings.ts';
import { Journal } from './domain/journal.ts';
import { LiveEntities } from './domain/live-entities.ts';
import { LiveViews } from './domain/live-views.ts';
import { PastAnomalies } from './domain/past-anomalies.ts';
import { PartitionClocks } from './domain/partition-clocks.ts';
import { SeriesCatalogue } from './domain/series-catalogue.ts';
import { Snapshots } from './domain/snapshots.ts';
import { ViewHistory } from './domain/view-history.ts';
import { BatchesConsumer } from './inbound/batches.consumer.ts';
import { ExplanationsController } from './inbound/explanations.controller.ts';
import { FindingsController } from './inbound/findings.controller.ts';
import { ForecastTimer } from './inbound/forecast-timer.ts';
import { IncidentTimer } from './inbound/incident-timer.ts';
import { RemediationsConsumer } from './inbound/remediations.consumer.ts';
import { SnapshotPace, SnapshotTimer } from './inbound/snapshot-timer.ts';
import { Anomaly1700000002001 } from './migrations/0001-anomaly.ts';
import { Models1700000002002 } from './migrations/0002-models.ts';
import { People1700000002003 } from './migrations/0003-people.ts';
import { Signals1700000002004 } from './migrations/0004-signals.ts';
import { AnomalyEntity1700000002005 } from './migrations/0005-anomaly-entity.ts';
import { Reshaped1700000002006 } from './migrations/0006-reshaped.ts';
import { modelsControllers, modelsProviders } from './models.module.ts';
import { FencedDatabase } from './outbound/fenced-database.ts';
import { ScoringLease } from './outbound/scoring-lease.ts';
import { FollowedJournal } from './domain/followed-journal.ts';
import { Leadership } from './domain/leadership.ts';
import { AnomalyRows } from './outbound/anomaly-rows.ts';
import { BusJournal } from './outbound/bus-journal.ts';
import { BusSeriesCatalogue } from './outbound/bus-series-catalogue.ts';
import { BusViewHistory } from './outbound/bus-view-history.ts';
import { ChangeRows } from './outbound/change-rows.ts';
import { IncidentRows } from './outbound/incident-rows.ts';
import { PostgresFindings } from './outbound/postgres-findings.ts';
import { PostgresFindingsArchive } from './outbound/postgres-findings-archive.ts';
import { PostgresPastAnomalies } from './outbound/postgres-past-anomalies.ts';
import { PostgresSnapshots } from './outbound/postgres-snapshots.ts';
import { peopleControllers, peopleProviders } from './people.module.ts';
import { signalsControllers, signalsProviders } from './signals.module.ts';
import { ComposeExplanation, Grafana } from './use-cases/compose-explanation.ts';
import { FollowSamples } from './use-cases/follow-samples.ts';
import { ForecastLimits } from './use-cases/forecast-limits.ts';
import { RecordRemediationStep } from './use-cases/record-remediation-step.ts';
import { RestoreViews } from './use-cases/restore-views.ts';
import { ScoreBatch } from './use-cases/score-batch.ts';
import { TakeSnapshot } from './use-cases/take-snapshot.ts';
import { TendIncidents, TendingTimes } from './use-cases/tend-incidents.ts';

const POOL_SIZE = 4;
const DAY_MS = 86_400_000;

const viewsFor = ({ MAX_VIEWS, MAX_ENTITIES, FALSE_ALARMS_PER_WEEK }: AnomalyConfig): LiveViews =>
  new LiveViews(MAX_VIEWS, new LiveEntities(MAX_ENTITIES, FALSE_ALARMS_PER_WEEK), FALSE_ALARMS_PER_WEEK);

@Module({})
export class AnomalyModule {
  static with(config: AnomalyConfig): DynamicModule {
    const { NATS_URL: url, NATS_USER: user, NATS_PASSWORD: password } = config;
    return {
      module: AnomalyModule,
      imports: [
        TelemetryModule.forService('anomaly', { level: config.LOG_LEVEL }),
        BusModule.forRoot({ service: 'anomaly', url, ...(user !== undefined && { user }), ...(password !== undefined && { password }) }),
        PostgresModule.forRoot({
          service: 'anomaly',
          schema: 'anomaly',
          url: config.DATABASE_URL,
          migrationUrl: config.MIGRATION_DATABASE_URL,
          entities: [],
          migrations: [
            ...[Anomaly1700000002001, Models1700000002002, People1700000002003, Signals1700000002004, AnomalyEntity1700000002005],
            Reshaped1700000002006,
          ],
          poolSize: POOL_SIZE,
        }),
        ScheduleModule.forRoot(),
      ],
      controllers: [
        ...[BatchesConsumer, RemediationsConsumer, FindingsController, ExplanationsController],
        ...peopleControllers,
        ...signalsControllers,
        ...modelsControllers,
      ],
      providers: [
        ...anomalyMetricProviders,
        ...[ScoringMetrics, FindingsMetrics, AnomalyRows, IncidentRows, ChangeRows],
        ...peopleProviders,
        ...[RestoreViews, ScoreBatch, FollowSamples, TakeSnapshot, TendIncidents, RecordRemediationStep, ComposeExplanation],
        ...[ForecastLimits, SnapshotTimer, IncidentTimer, ForecastTimer],
        ...signalsProviders(config),
        ...modelsProviders(config),
        ...[FollowedJournal, ScoringLease, FencedDatabase],
        { provide: Leadership, useExisting: ScoringLease },
        { provide: PartitionClocks, useFactory: () => new PartitionClocks(config.PARTITIONS) },
        { provide: LiveViews, useFactory: () => viewsFor(config) },
        { provide: SeriesCatalogue, useClass: BusSeriesCatalogue },
        { provide: Journal, useClass: BusJournal },
        { provide: Snapshots, useClass: PostgresSnapshots },
        { provide: Findings, useClass: PostgresFindings },
        { provide: FindingsArchive, useClass: PostgresFindingsArchive },
        { provide: PastAnomalies, useClass: PostgresPastAnomalies },
        { provide: ViewHistory, useClass: BusViewHistory },
        { provide: Grafana, useValue: { url: config.GRAFANA_URL, datasource: config.GRAFANA_DATASOURCE } },
        { provide: SnapshotPace, useValue: { ms: config.SNAPSHOT_SECONDS * 1000 } },
        { provide: TendingTimes, useValue: { quietMs: config.INCIDENT_QUIET_SECONDS * 1000, keepMs: config.FINDINGS_DAYS * DAY_MS } },
      ],
    };
  }
}
