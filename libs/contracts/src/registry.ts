import type { EventContract, RequestContract } from './contract.ts';
import * as events from './events/index.ts';
import * as requests from './requests/index.ts';

const isContract = (x: unknown): x is EventContract | RequestContract => typeof x === 'object' && x !== null && 'subject' in x;

/** Every event in the system; permissions, streams and durables are generated from this list. */
export const EVENTS: readonly EventContract[] = Object.values(events).filter(isContract);

/** Every request in the system. */
export const REQUESTS: readonly RequestContract[] = Object.values(requests).filter(isContract) as unknown as RequestContract[];
