import type { ServiceName } from '@cloudops/contracts';
import { natsServerConfig } from '@cloudops/platform-bus';
import { provisionService } from '@cloudops/platform-postgres';
import { writeFileSync } from 'node:fs';
import { text } from 'node:stream/consumers';

interface Role {
  readonly name: string;
  readonly password: string;
}

/** What the launcher hands over on standard input. */
export interface ProvisionInput {
  readonly adminUrl: string;
  readonly schemas: readonly { schema: string; owner: Role; runtime: Role; extraRoles: Role[] }[];
  readonly nats: { configFile: string; storeDir: string; port: number; passwords: Record<ServiceName | 'executor', string> };
}

const input = JSON.parse(await text(process.stdin)) as ProvisionInput;
for (const { schema, ...roles } of input.schemas) await provisionService(input.adminUrl, { schema, ...roles });
const { configFile, passwords, port, storeDir } = input.nats;
writeFileSync(configFile, natsServerConfig(passwords, { port, storeDir }), { mode: 0o600 });
