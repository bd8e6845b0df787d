import { DryRuns, Intents, KillSwitches, Remediations, TargetLeases } from '@cloudops/domain-remediation';
import { BusModule } from '@cloudops/platform-bus';
import { PostgresModule } from '@cloudops/platform-postgres';
import { TelemetryModule } from '@cloudops/platform-telemetry';
import { Module, type DynamicModule } from '@nestjs/common';
import { ScheduleModule } from '@nestjs/schedule';
import { Catalogue, loadCatalogue } from './catalogue/load-catalogue.ts';
import { AuditController } from './inbound/audit.controller.ts';
import { CatalogueController } from './inbound/catalogue.controller.ts';
import { IncidentConsumer } from './inbound/incident.consumer.ts';
import { KILL_SWITCH_KEY, KillSwitchController } from './inbound/kill-switch.controller.ts';
import { RemediationController } from './inbound/remediation.controller.ts';
import { Timers } from './inbound/timers.ts';
import { Remediations1764000000001 } from './migrations/0001-remediations.ts';
import { DryRuns1764000000002 } from './migrations/0002-dry-runs.ts';
import { UndoingIntents1764000000003 } from './migrations/0003-undoing-intents.ts';
import { BusExpressions } from './outbound/bus-expressions.ts';
import { BusViewPoints } from './outbound/bus-view-points.ts';
import { InboxIntake } from './outbound/inbox-intake.ts';
import { LeasedTargets } from './outbound/leased-targets.ts';
import { PostgresDryRuns } from './outbound/postgres-dry-runs.ts';
import { PostgresIntents } from './outbound/postgres-intents.ts';
import { PostgresKillSwitches } from './outbound/postgres-kill-switches.ts';
import { PostgresRemediations } from './outbound/postgres-remediations.ts';
import type { RemediationConfig } from './remediation.config.ts';
import { metricProviders, RemediationMetrics } from './remediation.metrics.ts';
import { AdvanceRemediation } from './use-cases/advance-remediation.ts';
import { CheckRemediation } from './use-cases/check-remediation.ts';
import { StepRemediation } from './use-cases/step-remediation.ts';
import { DecideRemediation } from './use-cases/decide-remediation.ts';
import { Expressions } from './domain/expressions.ts';
import { Intake } from './domain/intake.ts';
import { AskPolicy } from './use-cases/ask-policy.ts';
import { ProposeRemediations } from './use-cases/propose-remediations.ts';
import { SettleIntent } from './use-cases/settle-intent.ts';
import { StartRemediation } from './use-cases/start-remediation.ts';
import { VerifyRemediation } from './use-cases/verify-remediation.ts';
import { ViewPoints } from './domain/view-points.ts';
import { WithdrawRemediations } from './use-cases/withdraw-remediations.ts';

/** The only wiring: incident -> policy -> approval -> lease and intent -> (executor) -> verification. */
@Module({})
export class RemediationModule {
  static with(config: RemediationConfig): DynamicModule {
    const { DATABASE_URL: url, MIGRATION_DATABASE_URL: migrationUrl } = config;
    const credentials = {
      ...(config.NATS_USER && { user: config.NATS_USER }),
      ...(config.NATS_PASSWORD && { password: config.NATS_PASSWORD }),
    };
    return {
      module: RemediationModule,
      imports: [
        TelemetryModule.forService('remediation', { level: config.LOG_LEVEL }),
        BusModule.forRoot({ service: 'remediation', url: config.NATS_URL, ...credentials }),
        PostgresModule.forRoot({
          service: 'remediation',
          schema: 'remediation',
          url,
          migrationUrl,
          migrations: [Remediations1764000000001, DryRuns1764000000002, UndoingIntents1764000000003],
          auditAnchorFile: config.AUDIT_ANCHOR_FILE,
          // what the executor found out is not to be forged by whoever is to be approved
          readOnlyTables: ['dry_runs'],
        }),
        ScheduleModule.forRoot(),
      ],
      controllers: [IncidentConsumer, RemediationController, CatalogueController, AuditController, KillSwitchController],
      providers: [
        ...metricProviders,
        RemediationMetrics,
        { provide: Catalogue, useValue: loadCatalogue(config) },
        { provide: KILL_SWITCH_KEY, useValue: config.KILL_SWITCH_KEY },
        PostgresRemediations,
        { provide: Remediations, useExisting: PostgresRemediations },
        { provide: DryRuns, useClass: PostgresDryRuns },
        { provide: Intents, useClass: PostgresIntents },
        { provide: KillSwitches, useClass: PostgresKillSwitches },
        { provide: TargetLeases, useClass: LeasedTargets },
        { provide: Intake, useClass: InboxIntake },
        { provide: Expressions, useClass: BusExpressions },
        { provide: ViewPoints, useClass: BusViewPoints },
        ...[ProposeRemediations, AskPolicy, WithdrawRemediations, DecideRemediation],
        ...[AdvanceRemediation, StepRemediation, CheckRemediation, StartRemediation, SettleIntent, VerifyRemediation, Timers],
      ],
    };
  }
}
