import { z } from 'zod';
import { EntityRef } from './entity-ref.ts';

/** Bytes of a Unix socket's path that the kernel takes, less the closing zero. */
const SOCKET_PATH_BYTES = 107;
const Socket = z
  .string()
  .startsWith('/', 'an absolute path')
  .refine((p) => new TextEncoder().encode(p).length <= SOCKET_PATH_BYTES, `at most ${SOCKET_PATH_BYTES} bytes`);

const Region = z.string().regex(/^[a-z]{2}(-[a-z]+)+-\d$/, 'an AWS region like eu-west-1');
/** Variables of the executor that hold secrets begin so, so that no other of its variables can be named. */
const Variable = z.string().regex(/^RUNNER_[A-Z0-9_]{1,56}$/, 'a variable of the executor that begins with RUNNER_');

const bounds = { min: z.number().int().min(0).max(10_000), max: z.number().int().min(1).max(10_000) };

/** How one target is reached, by one of the closed set of runners. Secrets are named by the variable that holds them, never written here. */
export const RunnerSpec = z.discriminatedUnion('kind', [
  /** A process that our supervisor parents. */
  z.object({ kind: z.literal('supervisor'), socket: Socket, workload: z.string().min(1).max(100) }).strict(),
  /** A unit, a container or files behind the privileged helper, which knows from its own file what this inventory id is. */
  z.object({ kind: z.literal('helper'), socket: Socket }).strict(),
  z
    .object({
      kind: z.literal('kubernetes'),
      /** Without it the service account of the pod. */
      kubeconfig: z.string().startsWith('/').optional(),
      context: z.string().optional(),
      namespace: z.string().min(1).max(63),
      workload: z.object({ kind: z.enum(['Deployment', 'StatefulSet', 'DaemonSet']), name: z.string().min(1).max(253) }).strict(),
      replicas: z.object(bounds).strict().optional(),
    })
    .strict(),
  z
    .object({
      kind: z.literal('aws-ssm'),
      region: Region,
      instance: z.string().regex(/^m?i-[0-9a-f]{8,17}$/),
      /** Documents that may be run there, with fixed parameters. */
      documents: z
        .array(
          z
            .object({
              name: z.string().min(1).max(128),
              version: z.string().regex(/^\d+$/).optional(),
              parameters: z.record(z.string(), z.array(z.string())).default({}),
            })
            .strict(),
        )
        .min(1)
        .max(20),
    })
    .strict(),
  z.object({ kind: z.literal('aws-ec2'), region: Region, instance: z.string().regex(/^i-[0-9a-f]{8,17}$/) }).strict(),
  z.object({ kind: z.literal('aws-autoscaling'), region: Region, group: z.string().min(1).max(255), ...bounds }).strict(),
  z.object({ kind: z.literal('aws-ecs'), region: Region, cluster: z.string(), service: z.string(), ...bounds }).strict(),
  z
    .object({
      kind: z.literal('postgres'),
      /** Variable of the executor that holds the connection string. */
      urlVariable: Variable,
      /** Roles whose sessions may be cancelled. */
      roles: z.array(z.string().min(1).max(63)).min(1),
      /** A query must have run this long, seconds. */
      longerThanSeconds: z.number().int().min(1).max(86_400).default(60),
    })
    .strict(),
  z
    .object({
      kind: z.literal('webhook'),
      url: z.url({ protocol: /^https?$/ }),
      /** Variable of the executor that holds the secret that signs the body. */
      secretVariable: Variable.optional(),
    })
    .strict(),
  z
    .object({
      kind: z.literal('scrape'),
      /** Our gateway. */
      url: z.url({ protocol: /^https?$/ }),
      keyVariable: Variable,
      /** Name of the scrape target. */
      scrapeTarget: z.string().min(1).max(200),
    })
    .strict(),
]);
export type RunnerSpec = z.infer<typeof RunnerSpec>;
export type RunnerKind = RunnerSpec['kind'];

/** Runners that have not been proven on a real target: policy's `auto` is taken as `approve` for them. */
export const EXPERIMENTAL_RUNNERS: readonly RunnerKind[] = ['aws-ec2', 'aws-autoscaling', 'aws-ecs', 'postgres', 'webhook', 'scrape'];

export const InventoryEntry = z.object({
  id: z.string().min(1).max(100),
  entity: EntityRef,
  /** Sources that are trusted to speak for this entity, e.g. `scrape:drill`. */
  trustedSources: z.array(z.string()),
  /** Things of which only a share may be acted on at once. */
  group: z.string().min(1).max(100).nullable().default(null),
  /** Inventory ids that this one needs: while one of them is in an action, this one waits. */
  dependsOn: z.array(z.string().min(1).max(100)).max(100).default([]),
  /** Values for the inputs that runbooks declare, by name. */
  inputs: z.record(z.string().max(63), z.union([z.string().max(200), z.number(), z.boolean()])).default({}),
  runner: RunnerSpec,
});
export type InventoryEntry = z.infer<typeof InventoryEntry>;
