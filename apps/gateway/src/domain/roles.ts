import type { Actor } from '@cloudops/contracts';

/** Roles of people, weakest first; each may do what the ones before it may. */
export const ROLES = ['viewer', 'operator', 'approver', 'admin'] as const;
export type Role = (typeof ROLES)[number];

/** Who calls: goes with every request whose owner wants to know who decided. */
export type Caller = Actor & { readonly role: Role };

export const allows = (role: Role, needed: Role): boolean => ROLES.indexOf(role) >= ROLES.indexOf(needed);
