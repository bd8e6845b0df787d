import { z } from 'zod';
import { EntityRef } from '../entity-ref.ts';
import { ChangeKind, OperationalChange } from '../operational-change.ts';

const { id, title, link, source } = OperationalChange.shape;

/** Body of `POST /api/v1/changes`. */
export const NewChange = z
  .object({
    /** The same for every telling of one change; made of its kind, entity, time and title unless given. */
    id: id.optional(),
    kind: ChangeKind.exclude(['remediation']),
    /** In the environment of the installation unless it says another one. */
    entity: EntityRef.partial({ environment: true }).strict(),
    /** ISO 8601 with any offset; now unless given. */
    time: z.iso
      .datetime({ offset: true })
      .transform((text) => new Date(text).toISOString())
      .optional(),
    title,
    link: link.default(null),
    source: source.default('api'),
  })
  .strict();
export type NewChange = z.infer<typeof NewChange>;
