import { HealthChecks } from '@cloudops/platform-telemetry';
import { type DynamicModule, Inject, Module, type OnModuleInit, Optional } from '@nestjs/common';
import { DiscoveryModule } from '@nestjs/core';
import { Bus } from './bus.ts';
import { BusMetrics } from './bus-metrics.ts';
import { BusOptions } from './bus-options.ts';
import { BusServer } from './bus-server.ts';
import { EventDelivery } from './events/event-delivery.ts';
import { EventPublisher } from './events/event-publisher.ts';
import { EventReception } from './events/event-reception.ts';
import { StreamStates } from './events/stream-states.ts';
import { LogShipper } from './log-shipper.ts';
import { BusConnection } from './nats/bus-connection.ts';
import { StreamCreation } from './nats/stream-creation.ts';
import { PlatformAnswers } from './platform-answers.ts';
import { PortLookup } from './port-lookup.ts';
import { ProviderHandlers } from './provider-handlers.ts';
import { RequestClient } from './requests/request-client.ts';
import { RequestServer } from './requests/request-server.ts';

/** The connection of a service to the others; global, imported once by its module. */
@Module({})
export class BusModule implements OnModuleInit {
  static forRoot(options: BusOptions): DynamicModule {
    return {
      module: BusModule,
      global: true,
      imports: [DiscoveryModule],
      providers: [
        { provide: BusOptions, useValue: options },
        ...[BusMetrics, BusConnection, StreamCreation, PortLookup, ProviderHandlers],
        ...[EventPublisher, StreamStates, EventDelivery, EventReception, RequestClient, RequestServer],
        ...[Bus, BusServer, PlatformAnswers, LogShipper],
      ],
      exports: [Bus, BusServer],
    };
  }

  constructor(
    private readonly connection: BusConnection,
    private readonly streams: StreamCreation,
    @Optional() @Inject(HealthChecks) private readonly checks?: HealthChecks,
  ) {}

  onModuleInit(): void {
    this.checks?.register('nats', () => this.connection.health());
    void this.streams.keepTrying().catch(() => undefined);
  }
}
