/** One entity calls the other: trouble travels from the callee to the caller. */
export interface Call {
  readonly caller: string;
  readonly callee: string;
}
