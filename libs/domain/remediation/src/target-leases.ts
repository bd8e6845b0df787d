/** Who may act on a target now. Tokens of a target only grow; the supervisor refuses a lower one than it has seen. */
export abstract class TargetLeases {
  /** Fencing token of a lease taken now, or `undefined` while somebody else holds it. */
  abstract acquire(target: string): Promise<number | undefined>;
  /** Does nothing when this process does not hold it. */
  abstract release(target: string): Promise<void>;
  /** Keeps every lease that this process holds. */
  abstract renew(): Promise<void>;
}
