import type { EventContract, RequestContract } from './contract.ts';
import * as events from './events/index.ts';
import * as requests from './requests/index.ts';

const isContract = (x: unknown): x is EventContract | RequestContract => typeof x === 'object' && x !== null && 'subject' in x;

/** Every event in the system; permissions, streams and durables are generated from this list. */
export const EVENTS: readonly EventContract[] = Object.values(events).filter(isContract);

/** Every step of a remediation that is told to others, in the order of its life. */
export const REMEDIATION_EVENTS = [
  events.RemediationProposed,
  events.RemediationRefused,
  events.RemediationApproved,
  events.RemediationExpired,
  events.RemediationStarted,
  events.RemediationVerified,
  events.RemediationRolledBack,
  events.RemediationFailed,
  events.RemediationUnknown,
] as const;

/** Every request in the system. */
export const REQUESTS: readonly RequestContract[] = Object.values(requests).filter(isContract) as unknown as RequestContract[];
