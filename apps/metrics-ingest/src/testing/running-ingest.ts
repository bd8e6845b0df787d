import { createHash } from 'node:crypto';
import { ApiKeyChanged, SERVICE_NAMES, type ServiceName } from '@cloudops/contracts';
import { Bus, BusModule } from '@cloudops/platform-bus';
import { parseConfig } from '@cloudops/platform-config';
import { createService } from '@cloudops/platform-http';
import { provisionService } from '@cloudops/platform-postgres';
import { TelemetryModule } from '@cloudops/platform-telemetry';
import { testService, waitFor, type TestService } from '@cloudops/testing';
import type { INestApplicationContext } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { DataSource } from 'typeorm';
import { MetricsIngestConfig } from '../metrics-ingest.config.ts';
import { metricsIngest } from '../metrics-ingest.service.ts';

export const WRITE_KEY = 'write-key-of-the-test';
export const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex');

/** The whole service on real servers, with a bus client in the name of any other service. */
export class RunningIngest {
  app!: NestFastifyApplication;
  private readonly clients = new Map<ServiceName, INestApplicationContext>();

  private constructor(
    readonly servers: TestService,
    private readonly environment: Record<string, string>,
  ) {}

  /** No loops run by themselves unless the environment says so: tests call the use-cases. */
  static async start(environment: Record<string, string> = {}): Promise<RunningIngest> {
    const running = new RunningIngest(await testService({ schema: 'metrics_ingest', provision: provisionService }), environment);
    await running.bus('gateway'); // whose stream the service waits for
    await running.bus('anomaly');
    await running.boot();
    return running;
  }

  /** @param again settings that differ from those of before. */
  async boot(again: Record<string, string> = {}): Promise<void> {
    const config = parseConfig(MetricsIngestConfig, {
      PORT: '0',
      DATABASE_URL: this.servers.databaseUrl,
      MIGRATION_DATABASE_URL: this.servers.migrationUrl,
      NATS_URL: this.servers.natsUrl,
      ENVIRONMENT: 'test',
      LOG_LEVEL: 'warn',
      HOST_METRICS_INTERVAL_MS: '0',
      PARTITIONS: '4',
      COMPACT_INTERVAL_MS: '3600000',
      ...this.environment,
      ...again,
    });
    this.app = await createService({ ...metricsIngest, config });
    await this.app.listen(0, '127.0.0.1');
  }

  get url(): Promise<string> {
    return this.app.getUrl();
  }

  get database(): DataSource {
    return this.app.get(DataSource);
  }

  async bus(service: ServiceName): Promise<Bus> {
    const known = this.clients.get(service);
    if (known) return known.get(Bus);
    const imports = [TelemetryModule.forService(service, { level: 'error' }), BusModule.forRoot({ service, url: this.servers.natsUrl })];
    const client = await NestFactory.createApplicationContext({ module: class Client {}, imports }, { logger: false, abortOnError: false });
    this.clients.set(service, client);
    return client.get(Bus);
  }

  /** Publishes the key as gateway does, and waits until senders with it are let in. */
  async allowSender(): Promise<void> {
    const gateway = await this.bus('gateway');
    const key = { id: 'k1', hash: sha256(WRITE_KEY), scope: 'write', expiresAt: null, revoked: false, revision: 1 } as const;
    await waitFor(() => gateway.publish(ApiKeyChanged, key, { id: 'key-1' }));
    await waitFor(async () => (await fetch(`${await this.url}/readyz`)).ok, {
      what: 'the write key',
      intervalMs: 100,
      timeoutMs: 30_000,
    });
  }

  async write(body: Uint8Array, headers: Record<string, string> = {}): Promise<Response> {
    return fetch(`${await this.url}/api/v1/write`, {
      method: 'POST',
      headers: { authorization: `Bearer ${WRITE_KEY}`, 'content-type': 'application/x-protobuf', 'content-encoding': 'snappy', ...headers },
      body: Uint8Array.from(body),
    });
  }

  async stop(): Promise<void> {
    for (const service of SERVICE_NAMES) await this.clients.get(service)?.close();
    await this.app.close();
    await this.servers.stop();
  }
}
