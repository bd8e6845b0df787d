import { type SupervisorReply, SupervisorRequest } from '@cloudops/contracts';
import { once } from 'node:events';
import { chmodSync, rmSync } from 'node:fs';
import { connect, createServer, type Server, type Socket } from 'node:net';

const MAX_LINE_BYTES = 16 * 1024;
const MAX_CONNECTIONS = 32;
const SOCKET_PATH_BYTES = 107;

/**
 * Listens on a Unix socket that only this user can open; one JSON request a line, one reply a line.
 * @throws Error when the path is too long, or another supervisor answers there.
 */
export async function listen(path: string, answer: (request: SupervisorRequest) => Promise<SupervisorReply>): Promise<Server> {
  if (Buffer.byteLength(path) > SOCKET_PATH_BYTES) throw new Error(`The socket path ${path} is longer than ${SOCKET_PATH_BYTES} bytes`);
  if (await answers(path)) throw new Error(`Another supervisor already listens on ${path}`);
  rmSync(path, { force: true });
  const server = createServer((socket) => serve(socket, answer));
  server.maxConnections = MAX_CONNECTIONS;
  const umask = process.umask(0o177);
  try {
    server.listen(path);
    await once(server, 'listening');
  } finally {
    process.umask(umask);
  }
  chmodSync(path, 0o600);
  return server;
}

function serve(socket: Socket, answer: (request: SupervisorRequest) => Promise<SupervisorReply>): void {
  let buffered = '';
  socket.setEncoding('utf8');
  socket.on('error', () => socket.destroy()); // the caller left; what it asked for goes on and is in the journal
  socket.on('data', (text: string) => {
    const lines = (buffered + text).split('\n');
    buffered = lines.pop() ?? '';
    if (Buffer.byteLength(buffered) > MAX_LINE_BYTES || lines.some((l) => Buffer.byteLength(l) > MAX_LINE_BYTES)) {
      send(socket, invalid('', `A line is longer than ${MAX_LINE_BYTES} bytes`));
      socket.destroySoon();
      return;
    }
    for (const line of lines) {
      // a failure of our own says nothing about what was done: hang up, so that the caller observes
      replyTo(line, answer).then(
        (reply) => send(socket, reply),
        () => socket.destroy(),
      );
    }
  });
}

async function replyTo(line: string, answer: (request: SupervisorRequest) => Promise<SupervisorReply>): Promise<SupervisorReply> {
  let json: unknown;
  try {
    json = JSON.parse(line);
  } catch {
    return invalid('', 'Not a line of JSON');
  }
  const request = SupervisorRequest.safeParse(json);
  if (request.success) return answer(request.data);
  const id = typeof json === 'object' && json !== null && 'id' in json && typeof json.id === 'string' ? json.id : '';
  return invalid(id, request.error.issues.map((i) => `${i.path.join('.')}: ${i.message}`).join('; '));
}

const send = (socket: Socket, reply: SupervisorReply): void => void (socket.writable && socket.write(`${JSON.stringify(reply)}\n`));

const invalid = (id: string, message: string): SupervisorReply => ({ id, outcome: 'invalid', message, pid: null, starts: 0 });

function answers(path: string): Promise<boolean> {
  return new Promise((resolve) => {
    const probe = connect(path);
    probe.once('connect', () => (probe.destroy(), resolve(true)));
    probe.once('error', () => resolve(false));
  });
}
