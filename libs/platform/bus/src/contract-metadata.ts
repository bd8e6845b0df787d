/** Where a decorated method keeps its contract. */
export const CONTRACT_METADATA = Symbol('cloudops:contract');
