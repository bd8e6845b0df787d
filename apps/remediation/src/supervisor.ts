import { createLogger } from '@cloudops/platform-telemetry';
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { readYaml } from './catalogue/read-yaml.ts';
import { Journal } from './supervisor/journal.ts';
import { listen } from './supervisor/socket-server.ts';
import { Supervisor } from './supervisor/supervisor.ts';
import { WorkloadSpecs } from './supervisor/workload-spec.ts';

const USAGE = 'usage: supervisor --socket PATH --state DIR --workloads FILE';

// no Nest, no database, no NATS: this process has to be simple enough to be trusted with the workloads
const logger = createLogger('supervisor');
try {
  const { values } = parseArgs({ options: { socket: { type: 'string' }, state: { type: 'string' }, workloads: { type: 'string' } } });
  const { socket, state, workloads } = values;
  if (socket === undefined || state === undefined || workloads === undefined) throw new Error(USAGE);
  const specs = readYaml(workloads, WorkloadSpecs);
  const started = Promise.withResolvers<Supervisor>();
  // the socket first: of two supervisors on one path the second must touch neither journal nor workloads
  const server = await listen(socket, async (request) => (await started.promise).answer(request));
  const stop = async (): Promise<void> => {
    server.close();
    await (await started.promise).stop();
    rmSync(socket, { force: true });
    process.exit(0);
  };
  for (const signal of ['SIGTERM', 'SIGINT'] as const) process.once(signal, () => void stop());
  const supervisor = new Supervisor(specs, new Journal(join(state, 'journal.jsonl')), logger);
  await supervisor.start();
  started.resolve(supervisor);
  logger.info({ socket }, 'supervising');
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exit(64);
}
