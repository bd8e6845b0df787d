import { readFile } from 'node:fs/promises';
import { Injectable, Logger, type OnApplicationBootstrap } from '@nestjs/common';
import { Interval } from '@nestjs/schedule';
import { ApiKeys, type NewApiKey } from '../domain/api-keys.ts';
import { sha256 } from '../domain/judge-key.ts';
import { AuthenticateCaller } from './authenticate-caller.ts';

/** A key whose secret lives in a file that the installation owns. */
export interface KeyFile extends Omit<NewApiKey, 'hash'> {
  readonly file: string;
}

export abstract class KeyFiles {
  abstract readonly files: readonly KeyFile[];
}

const CHECK_EVERY_MS = 10_000;
const SHORTEST_SECRET = 16;

/** Keeps the keys of the key files what the files say: at start, and when a file's content changes. */
@Injectable()
export class BootstrapKeys implements OnApplicationBootstrap {
  private readonly log = new Logger(BootstrapKeys.name);
  private lastWarning = '';

  constructor(
    private readonly keyFiles: KeyFiles,
    private readonly keys: ApiKeys,
    private readonly authenticate: AuthenticateCaller,
  ) {}

  /** A file that cannot be used ends the start: a gateway that nobody can enter helps nobody. */
  async onApplicationBootstrap(): Promise<void> {
    await this.apply();
    await this.keys.announce();
  }

  @Interval(CHECK_EVERY_MS)
  async check(): Promise<void> {
    try {
      await this.apply();
      this.lastWarning = '';
    } catch (error) {
      const message = error instanceof Error ? error.message : String(error);
      if (message !== this.lastWarning) this.log.warn(`The key files were not applied; the keys stay as they are: ${message}`);
      this.lastWarning = message;
    }
  }

  private async apply(): Promise<void> {
    const wanted = await Promise.all(this.keyFiles.files.map(readKey));
    if (new Set(wanted.map((k) => k.hash)).size < wanted.length)
      throw new Error('Two key files hold the same secret; each key needs its own');
    for (const key of wanted) {
      const done = await this.keys.put(key);
      if (done === 'unchanged') continue;
      this.authenticate.forget();
      this.log.log(`API key ${key.id} (${key.scope}) ${done} from its file`);
    }
  }
}

async function readKey({ file, ...key }: KeyFile): Promise<NewApiKey> {
  const secret = (await readFile(file, 'utf8')).trim();
  if (secret.length < SHORTEST_SECRET) throw new Error(`The key in ${file} is shorter than ${SHORTEST_SECRET} characters`);
  return { ...key, hash: sha256(secret).toString('hex') };
}
