import type { ServiceName } from '@cloudops/contracts';
import { Answers, BusModule } from '@cloudops/platform-bus';
import { createService } from '@cloudops/platform-http';
import { TelemetryModule } from '@cloudops/platform-telemetry';
import { Injectable, Module, type Type } from '@nestjs/common';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import type { RecordedFacts } from './recorded-facts.ts';

/** The other services, answering a recorded situation over the real bus, each as its own bus user. */
export async function playServices(
  facts: RecordedFacts,
  url: string,
  passwordOf: (service: ServiceName) => string,
): Promise<NestFastifyApplication[]> {
  const services: ServiceName[] = ['metrics-ingest', 'anomaly', 'remediation', 'gateway'];
  const apps: NestFastifyApplication[] = [];
  for (const service of services) {
    const player = playerOf(service, facts);
    @Module({
      imports: [
        TelemetryModule.forService(service, { level: 'silent' }),
        BusModule.forRoot({ service, url, user: service, password: passwordOf(service) }),
      ],
      providers: [player],
    })
    class PlayedModule {}
    apps.push(await createService({ service, config: {}, module: () => ({ module: PlayedModule }) }));
  }
  return apps;
}

/** A provider with one `@Answers` method for each contract of `service` that the situation knows. */
function playerOf(service: ServiceName, facts: RecordedFacts): Type {
  class Player {}
  for (const contract of facts.contracts.filter((c) => c.server === service)) {
    const descriptor: TypedPropertyDescriptor<(data: unknown) => Promise<unknown>> = {
      value: (data) => facts.ask(contract, data),
      writable: true,
      configurable: true,
      enumerable: false,
    };
    Object.defineProperty(Player.prototype, contract.subject, descriptor);
    Answers(contract)(Player.prototype, contract.subject, descriptor);
  }
  Injectable()(Player);
  return Player;
}
