// The drill's workload: a small real HTTP server with its own metrics, and faults that can be switched on for a while.
// Started by the supervisor as `node workload.ts PORT`; plain enough for Node's own type stripping, so that it stays small.
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { setTimeout as delay } from 'node:timers/promises';
import { collectDefaultMetrics, Histogram, Registry } from 'prom-client';

const MAX_FAULT_SECONDS = 180;
const MAX_LEAK_BYTES = 300e6;
const LEAK_BYTES_PER_SECOND = 8e6;
const EXTRA_LATENCY_MS = 250;
const BURN_MS = 45;
const REST_MS = 5;
const MAX_BODY_BYTES = 1024;
/** Figures of the process that say something about this workload; the rest of prom-client's defaults would only be noise. */
const KEPT = /^(process_cpu_|process_resident_memory_bytes$|process_start_time_seconds$|nodejs_eventloop_lag_(mean_)?seconds$)/;

const registry = new Registry();
collectDefaultMetrics({ register: registry });
for (const { name } of registry.getMetricsAsArray()) if (!KEPT.test(name)) registry.removeSingleMetric(name);
const duration = new Histogram({
  name: 'http_request_duration_seconds',
  help: 'Seconds from request to answer of /work',
  buckets: [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1],
  registers: [registry],
});

const active = { cpu: 0, memory: 0, latency: 0 };
const isOn = (kind: keyof typeof active): boolean => Date.now() < active[kind];
let leaked: Buffer[] = [];

function burn(): void {
  if (!isOn('cpu')) return;
  const until = performance.now() + BURN_MS;
  while (performance.now() < until);
  setTimeout(burn, REST_MS);
}

function leak(): void {
  if (!isOn('memory')) return void (leaked = []);
  const size = LEAK_BYTES_PER_SECOND / 4;
  if (leaked.length * size < MAX_LEAK_BYTES) leaked.push(Buffer.alloc(size, 1));
  setTimeout(leak, 250);
}

async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
  const route = `${request.method} ${request.url}`;
  if (route === 'GET /work') {
    const end = duration.startTimer();
    await delay(2);
    if (isOn('latency')) await delay(EXTRA_LATENCY_MS);
    end();
    response.end('done\n');
  } else if (route === 'GET /metrics') {
    response.setHeader('content-type', registry.contentType).end(await registry.metrics());
  } else if (route === 'POST /fault') {
    const { kind, seconds } = await wish(request);
    active[kind] = Date.now() + seconds * 1000;
    if (kind === 'cpu') setTimeout(burn, 0);
    if (kind === 'memory') leak();
    response.writeHead(202).end();
  } else {
    response.writeHead(404).end();
  }
}

async function wish(request: IncomingMessage): Promise<{ kind: keyof typeof active; seconds: number }> {
  let text = '';
  for await (const chunk of request) if ((text += String(chunk)).length > MAX_BODY_BYTES) throw new Error('the body is too long');
  const { kind, seconds } = JSON.parse(text) as { kind?: unknown; seconds?: unknown };
  if (kind !== 'cpu' && kind !== 'memory' && kind !== 'latency') throw new Error('kind: cpu, memory or latency');
  if (typeof seconds !== 'number' || !(seconds > 0 && seconds <= MAX_FAULT_SECONDS))
    throw new Error(`seconds: above 0, at most ${MAX_FAULT_SECONDS}`);
  return { kind, seconds };
}

const server = createServer((request, response) => {
  answer(request, response).catch((error: unknown) => response.writeHead(400).end(String(error)));
});
server.listen(Number(process.argv[2]), '127.0.0.1');
process.once('SIGTERM', () => process.exit(0));
