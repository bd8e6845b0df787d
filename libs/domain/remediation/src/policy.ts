import { Action, EntityRef, PolicyMode } from '@cloudops/contracts';
import { z } from 'zod';
import { Freeze } from './freeze.ts';

const actionKinds = Action.options.map((o) => o.shape.kind.value);

export const PolicyRule = z
  .object({
    id: z.string().regex(/^[a-z0-9][a-z0-9-]{0,62}$/, 'lower-case letters, digits and dashes, at most 63'),
    /** Every field that is given must be equal; an empty `when` fits everything. */
    when: z
      .object({
        environment: EntityRef.shape.environment.optional(),
        kind: EntityRef.shape.kind.optional(),
        /** Inventory id. */
        target: z.string().max(100).optional(),
        runbook: z.string().max(63).optional(),
        action: z.enum(actionKinds).optional(),
      })
      .strict()
      .prefault({}),
    mode: PolicyMode,
    reason: z.string().min(1).max(500),
    /** Override the limits for what this rule decides. */
    cooldownSeconds: z.number().int().min(0).max(86_400).optional(),
    actionsPerHour: z.number().int().min(0).max(1000).optional(),
    breakerFailures: z.number().int().min(0).max(100).optional(),
  })
  .strict();
export type PolicyRule = z.infer<typeof PolicyRule>;

/** The policy file: rules in order, the first that fits decides; and limits that hold for all. */
export const Policy = z
  .object({
    rules: z.array(PolicyRule).max(1000),
    /** Times in which nothing is done. */
    freezes: z.array(Freeze).max(100).default([]),
    limits: z
      .object({
        cooldownSeconds: z.number().int().min(0).max(86_400).default(300),
        actionsPerHour: z.number().int().min(0).max(1000).default(10),
        atOnce: z.number().int().min(1).max(100).default(3),
        perIncident: z.number().int().min(1).max(100).default(3),
        groupShare: z.number().min(0).max(1).default(0.34),
        breakerFailures: z.number().int().min(0).max(100).default(3),
        breakerSeconds: z.number().int().min(1).max(604_800).default(3600),
        approvalSeconds: z.number().int().min(1).max(86_400).default(900),
      })
      .strict()
      .prefault({}),
  })
  .strict()
  .superRefine(({ rules }, ctx) => {
    rules.forEach(({ id }, i) => {
      if (rules.findIndex((r) => r.id === id) < i)
        ctx.addIssue({ code: 'custom', path: ['rules', i, 'id'], message: `rule ${id} appears twice` });
    });
  });
export type Policy = z.infer<typeof Policy>;
