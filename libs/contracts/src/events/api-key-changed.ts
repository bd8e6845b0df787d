import { z } from 'zod';
import { defineEvent } from '../contract.ts';
import { Instant } from '../time.ts';

/** Published when gateway issues, changes or revokes a key, so that metrics-ingest can check senders by itself. */
export const ApiKeyChanged = defineEvent('api-key.changed.v1', {
  publisher: 'gateway',
  consumers: ['metrics-ingest'],
  schema: z.object({
    /** Public id of the key; part of the series source `remote-write:<id>`. */
    id: z.string(),
    /** SHA-256 of the secret, hex. The secret itself never leaves gateway. */
    hash: z.string().regex(/^[0-9a-f]{64}$/),
    scope: z.enum(['admin', 'write']),
    expiresAt: Instant.nullable(),
    revoked: z.boolean(),
    /** Grows with every change of this key; an older change that arrives late is ignored. */
    revision: z.number().int().positive(),
  }),
});
