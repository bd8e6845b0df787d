import { DeadLetters } from '@cloudops/platform-bus';
import { type DynamicModule, Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { AuditAnchors } from './audit/audit-anchors.ts';
import { AuditChain } from './audit/audit-chain.ts';
import { migrate } from './data-source/migrate.ts';
import { dataSourceOptions, openDataSource } from './data-source/open-data-source.ts';
import { PostgresDeadLetters } from './dead-letters/postgres-dead-letters.ts';
import { DatabaseHealth } from './health/database-health.ts';
import { Inbox } from './inbox/inbox.ts';
import { Leases } from './leases/leases.ts';
import { Outbox } from './outbox/outbox.ts';
import { OutboxPass } from './outbox/outbox-pass.ts';
import { OutboxRelay } from './outbox/outbox-relay.ts';
import { OutboxSignal } from './outbox/outbox-signal.ts';
import { PostgresMetrics } from './postgres-metrics.ts';
import { POSTGRES_OPTIONS, type PostgresOptions } from './postgres-options.ts';
import { Pruner } from './pruner.ts';

const OFFERED = [Outbox, Inbox, Leases, AuditChain, AuditAnchors, { provide: DeadLetters, useClass: PostgresDeadLetters }];
const INNER = [OutboxSignal, OutboxPass, OutboxRelay, Pruner, PostgresMetrics, DatabaseHealth];

/** A service's own schema: migrated at start, DataSource of the runtime role, outbox relay inside. Global. */
@Module({})
export class PostgresModule {
  static forRoot(options: PostgresOptions): DynamicModule {
    return {
      module: PostgresModule,
      global: true,
      imports: [
        TypeOrmModule.forRootAsync({
          useFactory: () => ({ ...dataSourceOptions(options), retryAttempts: 1 }),
          dataSourceFactory: async () => {
            await migrate(options);
            return openDataSource(options);
          },
        }),
      ],
      providers: [{ provide: POSTGRES_OPTIONS, useValue: options }, ...INNER, ...OFFERED],
      exports: [Outbox, Inbox, Leases, AuditChain, AuditAnchors, DeadLetters],
    };
  }
}
