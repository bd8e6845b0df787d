import { BusModule } from '@cloudops/platform-bus';
import { provisionService } from '@cloudops/platform-postgres';
import { TelemetryModule } from '@cloudops/platform-telemetry';
import { freePort, startNats, startPostgres, testService, waitFor } from '@cloudops/testing';
import { NestFactory } from '@nestjs/core';
import { PlayedServices } from '../receivers/played-services.ts';
import { ServiceProcess } from '../receivers/service-process.ts';

/** Room beside the series of the load. */
const SPARE_SERIES = 10_000;

export interface Pipeline {
  readonly writeUrl: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly natsUrl: string;
  readonly anomalyUrl: string;
  readonly pids: Readonly<Record<'metricsIngest' | 'anomaly' | 'postgres' | 'nats', number>>;
  stop(): Promise<void>;
}

/** The bundles of metrics-ingest and anomaly with a Postgres (fsync on) and a nats-server; gateway and remediation are played. @throws Error when a bundle is not built. */
export async function startPipeline(series: number): Promise<Pipeline> {
  const [postgres, nats] = await Promise.all([startPostgres({ parameters: { fsync: 'on' } }), startNats()]);
  const played = await PlayedServices.start(nats.url);
  const bus = [TelemetryModule.forService('remediation', { level: 'error' }), BusModule.forRoot({ service: 'remediation', url: nats.url })];
  const remediation = await NestFactory.createApplicationContext({ module: class Remediation {}, imports: bus }, { logger: false });
  const start = async (service: 'metrics-ingest' | 'anomaly', environment: Readonly<Record<string, string>>): Promise<ServiceProcess> => {
    const servers = await testService({ schema: service.replace('-', '_'), provision: provisionService, postgres, nats });
    const started = new ServiceProcess(service, `http://127.0.0.1:${await freePort()}`, {
      ...{ NATS_URL: nats.url, DATABASE_URL: servers.databaseUrl, MIGRATION_DATABASE_URL: servers.migrationUrl },
      ...environment,
    });
    await started.start();
    return started;
  };
  const limit = String(series + SPARE_SERIES);
  const ingest = await start('metrics-ingest', { HOST_METRICS_INTERVAL_MS: '0', MAX_SERIES: limit });
  const anomaly = await start('anomaly', { MAX_VIEWS: limit });
  await played.allowSender();
  for (const { url } of [ingest, anomaly]) {
    await waitFor(async () => (await fetch(`${url}/readyz`)).ok, { timeoutMs: 60_000, what: `${url} to be ready` });
  }
  return {
    ...{ natsUrl: nats.url, anomalyUrl: anomaly.url },
    writeUrl: `${ingest.url}/api/v1/write`,
    headers: { authorization: `Bearer ${played.writeKey}` },
    pids: { metricsIngest: ingest.pid, anomaly: anomaly.pid, postgres: postgres.pid, nats: nats.pid },
    stop: async () => {
      await anomaly.stop();
      await ingest.stop();
      await Promise.all([played.stop(), remediation.close()]);
      await Promise.all([postgres.stop(), nats.stop()]);
    },
  };
}
