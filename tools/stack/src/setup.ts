// One-shot of docker-compose.yml: roles, schemas, nats-server.conf, and for every process a folder with its own credentials alone.
import { SERVICE_NAMES } from '@cloudops/contracts';
import { natsServerConfig } from '@cloudops/platform-bus';
import { provisionService } from '@cloudops/platform-postgres';
import { chownSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { databaseUrls } from './databases.ts';
import { layoutOf, makeFolders } from './layout.ts';
import { openSecrets } from './secrets.ts';
import { natsPasswords, serviceRoles } from './service-roles.ts';

/** User `node` of the official image, as whom the services run. */
const NODE_UID = 1000;
const NATS = { host: '0.0.0.0', port: 4222, storeDir: '/data' };

const required = (name: string): string => {
  const value = process.env[name];
  if (!value) throw new Error(`${name} is not set.`);
  return value;
};
const adminUrl = required('ADMIN_DATABASE_URL');
const secretsFolder = required('SECRETS_DIR');

const layout = layoutOf(required('CLOUDOPS_DIR'));
makeFolders(layout);
const secrets = openSecrets(layout);
for (const roles of serviceRoles(secrets)) await provisionService(adminUrl, roles);

const passwords = natsPasswords(secrets);
writeFileSync(required('NATS_CONFIG_FILE'), natsServerConfig(passwords, NATS), { mode: 0o644 });

const urls = databaseUrls(adminUrl, secrets);
for (const service of SERVICE_NAMES) {
  give(service, 'database-url', urls.runtime[service]);
  give(service, 'migration-database-url', urls.owner[service]);
  give(service, 'nats-password', passwords[service]);
}
give('executor', 'database-url', urls.executor);
give('executor', 'nats-password', passwords.executor);
give('remediation', 'kill-switch.key', secrets.killSwitchKey);
give('gateway', 'admin.key', readFileSync(layout.adminKey, 'utf8'));
give('gateway', 'write.key', readFileSync(layout.writeKey, 'utf8'));
mkdirSync(join(secretsFolder, 'prometheus'), { recursive: true });
// Prometheus' image runs as nobody; its own volume alone holds this copy
rmSync(join(secretsFolder, 'prometheus/write.key'), { force: true });
writeFileSync(join(secretsFolder, 'prometheus/write.key'), readFileSync(layout.writeKey), { mode: 0o644 });
console.log(`Prepared ${SERVICE_NAMES.length} schemas, their roles, and the credentials of every process.`);

function give(owner: string, name: string, value: string): void {
  const folder = join(secretsFolder, owner);
  mkdirSync(folder, { recursive: true });
  const file = join(folder, name);
  rmSync(file, { force: true }); // a second run meets its own read-only files
  writeFileSync(file, value, { mode: 0o400 });
  if (process.getuid?.() === 0) chownSync(file, NODE_UID, NODE_UID);
}
