import { BusModule } from '@cloudops/platform-bus';
import { PostgresModule } from '@cloudops/platform-postgres';
import { TelemetryModule } from '@cloudops/platform-telemetry';
import { type DynamicModule, Module } from '@nestjs/common';
import { APP_GUARD, APP_INTERCEPTOR, DiscoveryModule } from '@nestjs/core';
import { ScheduleModule } from '@nestjs/schedule';
import { ApiKeys } from './domain/api-keys.ts';
import { AttemptLimit } from './domain/attempt-limit.ts';
import { LiveEvents } from './domain/live-events.ts';
import { Logs } from './domain/logs.ts';
import type { GatewayConfig } from './gateway.config.ts';
import { AlertMetrics, GatewayMetrics, gatewayMetricProviders } from './gateway.metrics.ts';
import { AccessGuard } from './inbound/access.guard.ts';
import { AlertsController } from './inbound/alerts.controller.ts';
import { BackfillsController } from './inbound/backfills.controller.ts';
import { ChangesController, HOME_ENVIRONMENT } from './inbound/changes.controller.ts';
import { ChatController } from './inbound/chat.controller.ts';
import { DocumentedOperations } from './inbound/documented-operations.ts';
import { EnvelopeInterceptor } from './inbound/envelope.interceptor.ts';
import { DetectorsController } from './inbound/detectors.controller.ts';
import { EventsController } from './inbound/events.controller.ts';
import { FeedbackController } from './inbound/feedback.controller.ts';
import { IncidentActionsController } from './inbound/incident-actions.controller.ts';
import { IncidentShapesController } from './inbound/incident-shapes.controller.ts';
import { IncidentsController } from './inbound/incidents.controller.ts';
import { IngestController } from './inbound/ingest.controller.ts';
import { LiveEventsConsumer } from './inbound/live-events.consumer.ts';
import { LogsConsumer } from './inbound/logs.consumer.ts';
import { LogsController } from './inbound/logs.controller.ts';
import { ModelsController } from './inbound/models.controller.ts';
import { PrometheusController } from './inbound/prometheus.controller.ts';
import { PrometheusExemplarsController } from './inbound/prometheus-exemplars.controller.ts';
import { PrometheusRulesController } from './inbound/prometheus-rules.controller.ts';
import { PrometheusLabelsController } from './inbound/prometheus-labels.controller.ts';
import { ReferenceController } from './inbound/reference.controller.ts';
import { RemediationsController } from './inbound/remediations.controller.ts';
import { RootController } from './inbound/root.controller.ts';
import { RulesController } from './inbound/rules.controller.ts';
import { SeriesController } from './inbound/series.controller.ts';
import { SilencesController } from './inbound/silences.controller.ts';
import { SystemController } from './inbound/system.controller.ts';
import { TargetsController } from './inbound/targets.controller.ts';
import { keyFilesOf } from './key-files.ts';
import { Gateway1700000001001 } from './migrations/0001-gateway.ts';
import { PostgresApiKeys } from './outbound/postgres-api-keys.ts';
import { PostgresLiveEvents } from './outbound/postgres-live-events.ts';
import { PostgresLogs } from './outbound/postgres-logs.ts';
import { AuthenticateCaller } from './use-cases/authenticate-caller.ts';
import { BootstrapKeys, KeyFiles } from './use-cases/bootstrap-keys.ts';
import { CheckServices } from './use-cases/check-services.ts';
import { ComposeStatus } from './use-cases/compose-status.ts';
import { FOLLOW_OPTIONS, FollowLiveEvents } from './use-cases/follow-live-events.ts';
import { MeasureHost } from './use-cases/measure-host.ts';
import { PutQuestion } from './use-cases/put-question.ts';
import { ReceiveAlerts } from './use-cases/receive-alerts.ts';
import { RecordLiveEvent } from './use-cases/record-live-event.ts';
import { RecordPrivilegedCall } from './use-cases/record-privileged-call.ts';
import { TRIM_OPTIONS, TrimHistory } from './use-cases/trim-history.ts';

const HEARTBEAT_MS = 15_000;
const POOL_SIZE = 4;
const consumers = [LiveEventsConsumer, LogsConsumer];
const controllers = [
  RootController,
  ReferenceController,
  SystemController,
  ChatController,
  LogsController,
  IncidentsController,
  IncidentActionsController,
  IncidentShapesController,
  SilencesController,
  FeedbackController,
  RemediationsController,
  RulesController,
  SeriesController,
  PrometheusController,
  PrometheusLabelsController,
  PrometheusExemplarsController,
  PrometheusRulesController,
  TargetsController,
  BackfillsController,
  ModelsController,
  DetectorsController,
  IngestController,
  EventsController,
  AlertsController,
  ChangesController,
];
const useCases = [
  AuthenticateCaller,
  BootstrapKeys,
  CheckServices,
  MeasureHost,
  ComposeStatus,
  PutQuestion,
  RecordPrivilegedCall,
  FollowLiveEvents,
  RecordLiveEvent,
  ReceiveAlerts,
  TrimHistory,
];

@Module({})
export class GatewayModule {
  static with(config: GatewayConfig): DynamicModule {
    const { NATS_URL: url, NATS_USER: user, NATS_PASSWORD: password } = config;
    return {
      module: GatewayModule,
      imports: [
        TelemetryModule.forService('gateway', { level: config.LOG_LEVEL }),
        BusModule.forRoot({ service: 'gateway', url, ...(user !== undefined && { user }), ...(password !== undefined && { password }) }),
        PostgresModule.forRoot({
          service: 'gateway',
          schema: 'gateway',
          url: config.DATABASE_URL,
          migrationUrl: config.MIGRATION_DATABASE_URL,
          entities: [],
          migrations: [Gateway1700000001001],
          poolSize: POOL_SIZE,
          auditAnchorFile: config.AUDIT_ANCHOR_FILE,
        }),
        ScheduleModule.forRoot(),
        DiscoveryModule,
      ],
      controllers,
      providers: [
        ...gatewayMetricProviders,
        GatewayMetrics,
        AlertMetrics,
        DocumentedOperations,
        ...useCases,
        ...consumers,
        { provide: ApiKeys, useClass: PostgresApiKeys },
        { provide: Logs, useClass: PostgresLogs },
        { provide: LiveEvents, useClass: PostgresLiveEvents },
        { provide: KeyFiles, useValue: keyFilesOf(config) },
        {
          provide: AttemptLimit,
          useValue: new AttemptLimit({ failures: config.KEY_ATTEMPTS_PER_MINUTE, windowMs: 60_000, addresses: 10_000 }),
        },
        { provide: FOLLOW_OPTIONS, useValue: { clients: config.EVENT_CLIENTS_MAX, heartbeatMs: HEARTBEAT_MS } },
        { provide: HOME_ENVIRONMENT, useValue: config.ENVIRONMENT },
        { provide: TRIM_OPTIONS, useValue: { logRows: config.LOGS_MAX_ROWS } },
        { provide: APP_GUARD, useClass: AccessGuard },
        { provide: APP_INTERCEPTOR, useClass: EnvelopeInterceptor },
      ],
    };
  }
}
