import { z } from 'zod';
import { Actor } from '../approval.ts';

/** Who asks for a change, and the key under which asking again is the same asking: it then gets the first answer and changes nothing. */
export const Asked = z.object({ actor: Actor, key: z.string().min(1).max(200) });
export type Asked = z.infer<typeof Asked>;
