import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import type { Layout } from './layout.ts';
import type { ProvisionInput } from './provision.ts';
import type { StackSecrets } from './secrets.ts';
import { natsConfigFile, natsStore } from './servers.ts';
import { natsPasswords, serviceRoles } from './service-roles.ts';

export interface PrepareInput {
  readonly repository: string;
  readonly layout: Layout;
  readonly secrets: StackSecrets;
  readonly adminUrl: string;
  readonly natsPort: number;
}

/**
 * Runs `provision.ts` to its end in a process of its own: it needs TypeORM and Nest for some seconds, and the launcher,
 * which lives as long as the stack, should not carry them. Secrets go over standard input, never over the command line.
 */
export async function prepareServers(input: PrepareInput): Promise<void> {
  const child = spawn(process.execPath, [join(input.repository, 'dist/tools/stack/provision.js')], { stdio: ['pipe', 'inherit', 'pipe'] });
  let errors = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => (errors += text));
  child.stdin.end(JSON.stringify(provisionInput(input)));
  const [code] = (await once(child, 'close')) as [number | null];
  if (code !== 0) throw new Error(`The servers could not be prepared: ${errors.trim()}`);
}

const provisionInput = ({ layout, secrets, adminUrl, natsPort }: PrepareInput): ProvisionInput => ({
  adminUrl,
  schemas: serviceRoles(secrets),
  nats: { configFile: natsConfigFile(layout), storeDir: natsStore(layout), port: natsPort, passwords: natsPasswords(secrets) },
});
