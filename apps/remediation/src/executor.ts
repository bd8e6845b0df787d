import { inheritedVariables, loadConfig } from '@cloudops/platform-config';
import { createLogger } from '@cloudops/platform-telemetry';
import { loadInventory, loadPolicy } from './catalogue/load-catalogue.ts';
import { ExecutorConfig } from './executor/executor.config.ts';
import { IntentExecutor } from './executor/intent-executor.ts';
import { runExecutor } from './executor/run-executor.ts';
import { DryRunner } from './executor/dry-runner.ts';
import { createRunners } from './executor/runners/runners.ts';

// no Nest and no bus: its only ways in and out are the database and the supervisors' sockets
const config = loadConfig(ExecutorConfig);
const logger = createLogger('executor', config.LOG_LEVEL);
// read again for every step: a policy that became stricter, or is broken now, stops what is still queued
const rules = () => ({ policy: loadPolicy(config.POLICY_FILE), inventory: loadInventory(config.INVENTORY_FILE) });
try {
  rules();
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exit(78);
}
const stop = new AbortController();
for (const signal of ['SIGTERM', 'SIGINT'] as const) process.once(signal, () => stop.abort());
const runners = createRunners((variable) => inheritedVariables([variable])[variable]);
const parts = { executor: new IntentExecutor(rules, runners, logger), dryRunner: new DryRunner(rules, runners, logger) };
await runExecutor(config.EXECUTOR_DATABASE_URL, parts, logger, stop.signal);
process.exit(0);
