import type { ServiceName } from '@cloudops/contracts';
import type { INestMicroservice, Type } from '@nestjs/common';
import { Test } from '@nestjs/testing';
import { Bus } from '../bus.ts';
import { BusModule } from '../bus.module.ts';
import { BusServer } from '../bus-server.ts';
import { BusConnection } from '../nats/bus-connection.ts';

export interface RunningService {
  readonly app: INestMicroservice;
  readonly bus: Bus;
  /** Ends the connection as a killed process would: nothing is acked, drained or cancelled. */
  kill(): Promise<void>;
}

const running = new Set<INestMicroservice>();

/** A whole Nest microservice on the bus, with the given controllers and provider instances. */
export async function startService(
  service: ServiceName,
  url: string,
  handlers: { controllers?: Type[]; providers?: object[]; user?: string; password?: string } = {},
): Promise<RunningService> {
  const { controllers = [], providers = [], user, password } = handlers;
  const module = await Test.createTestingModule({
    imports: [BusModule.forRoot({ service, url, user, password })],
    controllers,
    providers: providers.map((instance, i) => ({ provide: `handler-${i}`, useValue: instance })),
  }).compile();
  const app = module.createNestMicroservice({ strategy: module.get(BusServer), logger: process.env['BUS_LOG'] ? undefined : false });
  await app.listen();
  running.add(app);
  const kill = async (): Promise<void> => (await app.get(BusConnection, { strict: false }).ready).close();
  return { app, bus: app.get(Bus), kill };
}

/** For afterEach. */
export async function stopServices(): Promise<void> {
  await Promise.all([...running].map((app) => app.close()));
  running.clear();
}

export const connected = async (service: RunningService): Promise<void> =>
  void (await service.app.get(BusConnection, { strict: false }).ready);
