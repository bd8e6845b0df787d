import { createHmac } from 'node:crypto';

/**
 * Headers of https://www.standardwebhooks.com: `v1,` and base64 of HMAC-SHA256 over `id.timestamp.body`, timestamp in Unix seconds. A secret that
 * begins with `whsec_` is base64 behind that, any other is taken as it is; without one there is no signature.
 */
export function signWebhook(id: string, body: string, secret: string | undefined, now = new Date()): Record<string, string> {
  const timestamp = String(Math.floor(now.getTime() / 1000));
  const headers = { 'webhook-id': id, 'webhook-timestamp': timestamp };
  if (secret === undefined) return headers;
  const key = secret.startsWith('whsec_') ? Buffer.from(secret.slice(6), 'base64') : Buffer.from(secret, 'utf8');
  const signature = createHmac('sha256', key).update(`${id}.${timestamp}.${body}`).digest('base64');
  return { ...headers, 'webhook-signature': `v1,${signature}` };
}
