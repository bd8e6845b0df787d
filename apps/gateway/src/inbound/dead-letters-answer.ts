import { ListDeadLetters } from '@cloudops/contracts';
import { z } from 'zod';

/** `unavailable` names the services that did not answer. */
export const DeadLettersAnswer = ListDeadLetters.response.extend({ unavailable: z.array(z.string()) });
