import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { ensureNatsServer } from './ensure-nats-server.ts';
import { freePort } from './free-port.ts';
import { type ServerProcess, startServerProcess } from './server-process.ts';
import { stopOrphan } from './server-record.ts';

export interface NatsServerOptions {
  /** Text of nats-server.conf, given what it must contain; without it JetStream for everybody on 127.0.0.1. */
  readonly config?: (place: { port: number; storeDir: string }) => string;
  /** Of 127.0.0.1; by default a free one. */
  readonly port?: number;
  /** Kept when the server stops; by default a temporary folder that goes with the server. */
  readonly dataDir?: string;
  /** Path of nats-server; by default `ensureNatsServer()`. */
  readonly binary?: string;
}

export interface NatsServer {
  readonly url: string;
  readonly port: number;
  readonly storeDir: string;
  /** Of the process that runs now. */
  readonly pid: number;
  /** Resolves when the process that runs now has ended, also by itself. */
  readonly ended: Promise<void>;
  stop(): Promise<void>;
  /** Kills the server outright, as a crash would. */
  kill(): Promise<void>;
  /** Stops it (unless it was killed) and starts it on the same port and data. */
  restart(): Promise<void>;
  /** Restarts it with nothing in its store: what a power cut can do to JetStream. */
  wipe(): Promise<void>;
}

export async function startNats(options: NatsServerOptions = {}): Promise<NatsServer> {
  const binary = options.binary ?? (await ensureNatsServer());
  const temporary = options.dataDir === undefined ? await mkdtemp(join(tmpdir(), 'cloudops-nats-')) : undefined;
  const dir = temporary ?? resolve(options.dataDir!);
  const port = options.port ?? (await freePort());
  const storeDir = join(dir, 'jetstream');
  const recordFile = join(dir, 'server.json');
  const configFile = join(dir, 'nats-server.conf');
  await mkdir(storeDir, { recursive: true });
  await stopOrphan(recordFile);
  await writeFile(configFile, (options.config ?? openConfig)({ port, storeDir }), { mode: 0o600 }); // it holds passwords

  const start = (): Promise<ServerProcess> =>
    startServerProcess(
      { command: binary, args: ['-c', configFile], cwd: dir, logFile: join(dir, 'nats-server.log'), recordFile, temporary },
      () => greets(port),
    );
  let server = await start();
  const relaunch = async (between: () => Promise<void>): Promise<void> => {
    await server.stop();
    await between();
    server = await start();
  };
  return {
    url: `nats://127.0.0.1:${port}`,
    port,
    storeDir,
    get pid() {
      return server.pid;
    },
    get ended() {
      return server.ended;
    },
    stop: async () => {
      await server.stop();
      await rm(temporary ?? recordFile, { recursive: true, force: true });
    },
    kill: () => server.stop('SIGKILL'),
    restart: () => relaunch(async () => {}),
    wipe: () => relaunch(() => rm(storeDir, { recursive: true, force: true })),
  };
}

const openConfig = (place: { port: number; storeDir: string }): string =>
  `listen: 127.0.0.1:${place.port}\njetstream { store_dir: ${JSON.stringify(place.storeDir)} }\n`;

/** A NATS server speaks first: its INFO line means that it serves. */
const greets = (port: number): Promise<boolean> =>
  new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1');
    const answer = (ready: boolean): void => {
      socket.destroy();
      resolve(ready);
    };
    socket.setTimeout(1_000, () => answer(false));
    socket.once('data', (data) => answer(data.toString('latin1').startsWith('INFO')));
    socket.once('error', () => answer(false));
    socket.once('close', () => answer(false));
  });
