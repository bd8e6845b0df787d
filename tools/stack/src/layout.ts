import { createHash } from 'node:crypto';
import { mkdirSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** Where everything of one local stack lies; all paths absolute. */
export interface Layout {
  readonly root: string;
  readonly postgres: string;
  readonly nats: string;
  readonly keys: string;
  readonly config: string;
  readonly logs: string;
  readonly run: string;
  /** Heads of the audit chains, outside of the database. */
  readonly audit: string;
  readonly adminKey: string;
  readonly writeKey: string;
  readonly secrets: string;
  readonly stackFile: string;
  /** Folder for Unix sockets, whose paths must stay under 108 bytes. */
  readonly sockets: string;
}

const SOCKET_PATH_LIMIT = 107;
const LONGEST_SOCKET_NAME = '/drill-supervisor.sock';

export function layoutOf(root: string): Layout {
  const run = join(root, 'run');
  const short = join(tmpdir(), `cloudops-${createHash('sha256').update(root).digest('hex').slice(0, 12)}`);
  return {
    root,
    postgres: join(root, 'pg'),
    nats: join(root, 'nats'),
    keys: join(root, 'keys'),
    config: join(root, 'config'),
    logs: join(root, 'logs'),
    run,
    audit: join(root, 'audit'),
    adminKey: join(root, 'keys', 'admin.key'),
    writeKey: join(root, 'keys', 'write.key'),
    secrets: join(root, 'keys', 'secrets.json'),
    stackFile: join(run, 'stack.json'),
    sockets: Buffer.byteLength(run + LONGEST_SOCKET_NAME) <= SOCKET_PATH_LIMIT ? run : short,
  };
}

/** Makes the folders; keys and sockets are for this user alone. The root is 0755: Postgres runs as its own user under it. */
export function makeFolders(layout: Layout): void {
  mkdirSync(layout.root, { recursive: true, mode: 0o755 });
  for (const open of [layout.nats, layout.config, layout.logs]) mkdirSync(open, { recursive: true, mode: 0o755 });
  for (const closed of [layout.keys, layout.run, layout.audit, layout.sockets]) mkdirSync(closed, { recursive: true, mode: 0o700 });
}
