/** Where a decorated method keeps the list of its contracts. */
export const CONTRACTS_METADATA = Symbol('cloudops:contracts');
