import { type RequestData, type ResponseInput, ListDeadLetters, ServiceHealth } from '@cloudops/contracts';
import { Injectable } from '@nestjs/common';
import { BusConnection } from './nats/bus-connection.ts';
import { PortLookup } from './port-lookup.ts';
import { Answers } from './requests/answers.ts';

/** What every service answers in the same way. */
@Injectable()
export class PlatformAnswers {
  constructor(
    private readonly connection: BusConnection,
    private readonly ports: PortLookup,
  ) {}

  @Answers(ServiceHealth)
  async health(): Promise<ResponseInput<typeof ServiceHealth>> {
    const source = this.ports.health();
    if (source) return source.report();
    const nats = await this.connection.health();
    const uptimeSeconds = Math.round(process.uptime());
    return { service: this.connection.service, version: 'unknown', ready: nats.ok, uptimeSeconds, checks: { nats } };
  }

  @Answers(ListDeadLetters)
  async deadLetters({ limit }: RequestData<typeof ListDeadLetters>): Promise<ResponseInput<typeof ListDeadLetters>> {
    return { deadLetters: await this.ports.deadLetters().list(limit) };
  }
}
