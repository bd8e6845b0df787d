import { describe, expect, it } from '@jest/globals';
import { once } from 'node:events';
import { createServer, type AddressInfo } from 'node:net';
import { freePort } from './free-port.ts';

describe('freePort', () => {
  it('moves on from a port that somebody listens on', async () => {
    const server = createServer().listen(0, '127.0.0.1');
    await once(server, 'listening');
    const { port } = server.address() as AddressInfo;
    expect(await freePort(port, new Set())).toBeGreaterThan(port);
    server.close();
  });

  it('never hands out the same port twice', async () => {
    const taken = new Set<number>();
    const first = await freePort(41_000, taken);
    expect(await freePort(41_000, taken)).toBeGreaterThan(first);
  });
});
