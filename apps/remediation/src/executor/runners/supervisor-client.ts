import { SupervisorReply, type SupervisorRequest } from '@cloudops/contracts';
import { connect } from 'node:net';

const MAX_LINE_BYTES = 64 * 1024;

/** `unsent` is certain not to have reached the supervisor, `lost` may have. */
export type SupervisorAnswer =
  { readonly kind: 'reply'; readonly reply: SupervisorReply } | { readonly kind: 'unsent' | 'lost'; readonly message: string };

/** One request to a supervisor. Never throws: what is certain not to have been sent is told from what may have been. */
export function callSupervisor(socketPath: string, request: SupervisorRequest, signal: AbortSignal): Promise<SupervisorAnswer> {
  return new Promise((resolve) => {
    let sent = false;
    let received = '';
    const socket = connect(socketPath);
    const end = (answer: SupervisorAnswer): void => {
      signal.removeEventListener('abort', late);
      socket.destroy();
      resolve(answer);
    };
    const give = (message: string): void => end({ kind: sent ? 'lost' : 'unsent', message: `Supervisor at ${socketPath}: ${message}` });
    const late = (): void => give('no answer in time');
    signal.addEventListener('abort', late, { once: true });
    socket.setEncoding('utf8');
    socket.once('connect', () => {
      sent = true;
      socket.write(`${JSON.stringify(request)}\n`);
    });
    socket.on('data', (text: string) => {
      received += text;
      const line = received.split('\n', 1)[0] ?? '';
      if (line.length === received.length) return void (received.length > MAX_LINE_BYTES && give('the answer is too long'));
      const reply = parse(line);
      if (reply?.id === request.id) end({ kind: 'reply', reply });
      else give('the answer is not one to this request');
    });
    socket.once('error', (error) => give(error.message));
    socket.once('close', () => give('the connection was closed before the answer'));
  });
}

function parse(line: string): SupervisorReply | undefined {
  try {
    return SupervisorReply.parse(JSON.parse(line));
  } catch {
    return undefined;
  }
}
