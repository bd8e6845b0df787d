import { z } from 'zod';

/** Inventory id of what is acted on; never telemetry text. */
const target = z.string().min(1).max(100);

/**
 * Closed set of actions, each with typed arguments: no shell, no free URL. Which call an action becomes is the business of the
 * runner that the inventory gives its target; terminating, deleting data and opening networks are not in here on purpose.
 */
export const Action = z.discriminatedUnion('kind', [
  /** A supervised process, a systemd unit, a container, a Kubernetes workload's rollout, an ECS service's deployment. */
  z.object({ kind: z.literal('restart-workload'), target }).strict(),
  /** By so many instances up or down, within the bounds that the inventory gives the target. */
  z.object({ kind: z.literal('scale-workload'), target, by: z.number().int().min(-10).max(10) }).strict(),
  /** An SSM document, by one of the names that the inventory lists for the target. */
  z.object({ kind: z.literal('run-document'), target, document: z.string().min(1).max(128) }).strict(),
  z.object({ kind: z.literal('reboot-instance'), target }).strict(),
  z.object({ kind: z.literal('start-instance'), target }).strict(),
  /** The longest running session of a database that the inventory allows to be cancelled. */
  z.object({ kind: z.literal('cancel-session'), target }).strict(),
  /** What the target declares as expendable: journals, package caches, images, old files of declared folders. */
  z.object({ kind: z.literal('clean-disk'), target }).strict(),
  /** A POST to the endpoint that the inventory declares. */
  z.object({ kind: z.literal('call-webhook'), target }).strict(),
  /** Scrapes the target more often for a while. */
  z.object({ kind: z.literal('watch-closely'), target }).strict(),
]);
export type Action = z.infer<typeof Action>;
export type ActionKind = Action['kind'];
