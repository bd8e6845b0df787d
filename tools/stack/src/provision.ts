import type { ServiceName } from '@cloudops/contracts';
import { natsServerConfig } from '@cloudops/platform-bus';
import { provisionService, type ServiceRoles } from '@cloudops/platform-postgres';
import { writeFileSync } from 'node:fs';
import { text } from 'node:stream/consumers';

/** What the launcher hands over on standard input. */
export interface ProvisionInput {
  readonly adminUrl: string;
  readonly schemas: readonly ServiceRoles[];
  readonly nats: { configFile: string; storeDir: string; port: number; passwords: Record<ServiceName | 'executor', string> };
}

const input = JSON.parse(await text(process.stdin)) as ProvisionInput;
for (const service of input.schemas) await provisionService(input.adminUrl, service);
const { configFile, passwords, port, storeDir } = input.nats;
writeFileSync(configFile, natsServerConfig(passwords, { port, storeDir }), { mode: 0o600 });
