import type { RunnerKind } from '@cloudops/contracts';
import type { Runner } from '@cloudops/domain-remediation';
import { AwsSsmRunner } from './aws-ssm-runner.ts';
import { connectSsm } from './connect-aws.ts';
import { connectKubernetes } from './connect-kubernetes.ts';
import { KubernetesRunner } from './kubernetes-runner.ts';
import { PostgresRunner } from './postgres-runner.ts';
import type { Secrets } from './secrets.ts';
import { SupervisorRunner } from './supervisor-runner.ts';
import { WebhookRunner } from './webhook-runner.ts';

/** Who can act on what the inventory names. */
export type Runners = Readonly<Partial<Record<RunnerKind, Runner>>>;

export const createRunners = (secrets: Secrets): Runners => ({
  supervisor: new SupervisorRunner(),
  kubernetes: new KubernetesRunner(connectKubernetes),
  'aws-ssm': new AwsSsmRunner(connectSsm),
  postgres: new PostgresRunner(secrets),
  webhook: new WebhookRunner(secrets),
});
