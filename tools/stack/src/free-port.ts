import { createServer } from 'node:net';

/** The first port from `wanted` upwards that is free on 127.0.0.1 and not in `taken`; it is added to `taken`. */
export async function freePort(wanted: number, taken: Set<number>): Promise<number> {
  for (let port = wanted; port <= 65_535; port++) {
    if (!taken.has(port) && (await isFree(port))) {
      taken.add(port);
      return port;
    }
  }
  throw new Error(`No free port from ${wanted} upwards`);
}

function isFree(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const probe = createServer();
    probe.once('error', () => resolve(false));
    probe.listen({ port, host: '127.0.0.1', exclusive: true }, () => probe.close(() => resolve(true)));
  });
}
