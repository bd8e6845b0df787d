/**
 * Rights of the executor's database role on the tables of the remediation schema, for whoever provisions it. It reads what was
 * decided and writes what it would do and what came of it; it cannot decide, approve, release the kill switch or touch the audit.
 */
export const EXECUTOR_GRANTS = {
  remediations: ['select'],
  intents: ['select'],
  kill_switch: ['select'],
  dry_runs: ['select', 'insert'],
  intent_outcomes: ['select', 'insert', 'update'],
} as const;
