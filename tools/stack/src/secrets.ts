import { randomBytes } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { z } from 'zod';
import type { Layout } from './layout.ts';

const Secrets = z.object({
  postgresAdmin: z.string(),
  /** Password of each database role and NATS user, by its name; made on first use. */
  passwords: z.record(z.string(), z.string()),
  killSwitchKey: z.string(),
});

/** Generated once, kept in one file that only this user can read. */
export interface StackSecrets {
  readonly postgresAdmin: string;
  readonly killSwitchKey: string;
  /** The same password for the same name, on every start. */
  password(name: string): string;
}

const generate = (bytes = 24): string => randomBytes(bytes).toString('base64url');

export function openSecrets(layout: Layout): StackSecrets {
  const kept = existsSync(layout.secrets)
    ? Secrets.parse(JSON.parse(readFileSync(layout.secrets, 'utf8')))
    : { postgresAdmin: generate(), passwords: {}, killSwitchKey: generate() };
  const save = (): void => writePrivate(layout.secrets, JSON.stringify(kept, null, 2));
  save();
  writeKeyOnce(layout.adminKey, 'coa');
  writeKeyOnce(layout.writeKey, 'cow');
  return {
    postgresAdmin: kept.postgresAdmin,
    killSwitchKey: kept.killSwitchKey,
    password(name) {
      const known = kept.passwords[name];
      if (known !== undefined) return known;
      const made = generate();
      kept.passwords[name] = made;
      save();
      return made;
    },
  };
}

function writeKeyOnce(file: string, prefix: string): void {
  if (!existsSync(file)) writePrivate(file, `${prefix}_${generate(32)}\n`);
}

const writePrivate = (file: string, text: string): void => writeFileSync(file, text, { mode: 0o600 });
