/** Postgres has signed 64-bit integers only. */
export const toStoredId = (id: bigint): string => BigInt.asIntN(64, id).toString();
export const fromStoredId = (text: string): bigint => BigInt.asUintN(64, BigInt(text));
