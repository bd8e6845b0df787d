import { BusModule } from '@cloudops/platform-bus';
import { PostgresModule } from '@cloudops/platform-postgres';
import { TelemetryModule } from '@cloudops/platform-telemetry';
import { type DynamicModule, Logger, Module } from '@nestjs/common';
import type { ChatConfig } from './chat.config.ts';
import { ChatMetrics, METRIC_PROVIDERS } from './chat.metrics.ts';
import { Conversations } from './conversations/conversations.ts';
import { ChatResponder } from './inbound/chat.responder.ts';
import { Conversations1700000002001 } from './migrations/0001-conversations.ts';
import { BusFacts } from './outbound/bus-facts.ts';
import { PostgresConversations } from './outbound/postgres-conversations.ts';
import { AnswerProviders } from './providers/answer-providers.ts';
import { createProviders } from './providers/create-providers.ts';
import { Facts } from './tools/facts.ts';
import { AskLimits, AskQuestion } from './use-cases/ask-question.ts';
import { ComposeAnswer } from './use-cases/compose-answer.ts';

const POOL_SIZE = 3;

@Module({})
export class ChatModule {
  static with(config: ChatConfig): DynamicModule {
    const { NATS_URL: url, NATS_USER: user, NATS_PASSWORD: password } = config;
    return {
      module: ChatModule,
      imports: [
        TelemetryModule.forService('chat', { level: config.LOG_LEVEL }),
        BusModule.forRoot({ service: 'chat', url, ...(user !== undefined && { user }), ...(password !== undefined && { password }) }),
        PostgresModule.forRoot({
          service: 'chat',
          schema: 'chat',
          url: config.DATABASE_URL,
          migrationUrl: config.MIGRATION_DATABASE_URL,
          entities: [],
          migrations: [Conversations1700000002001],
          poolSize: POOL_SIZE,
        }),
      ],
      providers: [
        ...METRIC_PROVIDERS,
        ChatMetrics,
        ChatResponder,
        AskQuestion,
        ComposeAnswer,
        { provide: AskLimits, useValue: { history: config.CHAT_HISTORY, concurrent: config.CHAT_MAX_CONCURRENT } },
        { provide: Conversations, useClass: PostgresConversations },
        { provide: Facts, useClass: BusFacts },
        { provide: AnswerProviders, useFactory: (metrics: ChatMetrics) => providersOf(config, metrics), inject: [ChatMetrics] },
      ],
    };
  }
}

function providersOf(config: ChatConfig, metrics: ChatMetrics): AnswerProviders {
  const log = new Logger(AnswerProviders.name);
  return createProviders(config, (provider, failure) => {
    metrics.providerFailed(provider, failure);
    if (failure.kind !== 'resting') log.warn(`${provider} ${failure.message}`);
  });
}
