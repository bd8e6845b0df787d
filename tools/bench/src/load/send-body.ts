import { request, type Agent } from 'node:http';
import { setTimeout as delay } from 'node:timers/promises';

const HEADERS = {
  'content-type': 'application/x-protobuf',
  'content-encoding': 'snappy',
  'x-prometheus-remote-write-version': '0.1.0',
  'user-agent': 'cloudops-bench',
};
const RETRY_MS = 100;

/**
 * Sends one remote_write body as Prometheus does: after a 5xx, or a connection that broke, it is sent again until it is accepted.
 * @param onRetry told the status of every answer that was not 2xx; 0 where there was none
 * @throws Error for a 4xx, which a sender would drop
 */
export async function sendBody(
  to: { url: string; headers: Readonly<Record<string, string>>; agent: Agent },
  body: Uint8Array,
  onRetry: (status: number) => void,
): Promise<void> {
  for (;;) {
    const { status, text } = await post(to, body).catch(brokenOff);
    if (status >= 200 && status < 300) return;
    onRetry(status);
    if (status > 0 && status < 500) throw new Error(`The receiver answered ${status}: ${text.slice(0, 500)}`);
    await delay(RETRY_MS);
  }
}

/** A receiver closes a connection that was idle for long, as it is when this process was suspended: nobody may have read the request. */
function brokenOff(error: NodeJS.ErrnoException): { status: number; text: string } {
  if (error.code === 'ECONNRESET' || error.code === 'EPIPE') return { status: 0, text: '' };
  throw error;
}

const post = (
  { url, headers, agent }: { url: string; headers: Readonly<Record<string, string>>; agent: Agent },
  body: Uint8Array,
): Promise<{ status: number; text: string }> =>
  new Promise((resolve, reject) => {
    const options = { agent, method: 'POST', headers: { ...HEADERS, ...headers, 'content-length': body.length } };
    const sent = request(url, options, (response) => {
      let text = '';
      response.setEncoding('utf8');
      response.on('data', (part: string) => (text += part));
      response.on('end', () => resolve({ status: response.statusCode ?? 0, text }));
      response.on('error', reject);
    });
    sent.on('error', reject);
    sent.end(body);
  });
