import type { EntityRef } from '@cloudops/contracts';
import { labelValue, type LabelPairs } from './labels.ts';

const NODE_JOB = /^node([-_ ]?exporter)?([-_/].*)?$/;
const PORT = /:\d{1,5}$/;

/** The machine that metrics-ingest itself runs on. */
export const hostEntity = (environment: string, hostname: string): EntityRef => ({ environment, kind: 'host', id: entityName(hostname) });

/**
 * Who a series that came by remote_write speaks for, first rule that fits:
 * 1. job `node`, `node-exporter` or `node...` with an `instance`: the `host` named by the instance without its port;
 * 2. an `instance`: the `target` of that name;
 * 3. a `job`: the `target` of that name; 4. else the target `unknown`.
 * Environment is the receiver's own: a sender's labels cannot move a series into another environment.
 */
export function deriveEntity(environment: string, labels: LabelPairs): EntityRef {
  const job = labelValue(labels, 'job');
  const instance = labelValue(labels, 'instance');
  if (instance !== undefined && job !== undefined && NODE_JOB.test(job)) return hostEntity(environment, instance.replace(PORT, ''));
  return { environment, kind: 'target', id: entityName(instance ?? job ?? 'unknown') };
}

/** Text as an EntityRef id: whatever the contract does not allow becomes `-`. */
export function entityName(text: string): string {
  const name = text
    .replace(/[^A-Za-z0-9._:@/-]/g, '-')
    .replace(/^[^A-Za-z0-9]+/, '')
    .slice(0, 253);
  return name === '' ? 'unknown' : name;
}
