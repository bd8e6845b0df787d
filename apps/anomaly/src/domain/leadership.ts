/** One replica scores and records, the others stand by: views of one entity lie in several partitions, so partitions cannot be shared out. */
export abstract class Leadership {
  /** Number of this process's present term, above those of all leaders before; undefined while it does not lead, as far as it knows. */
  abstract readonly term: number | undefined;
  /** Whether another replica is known to lead. */
  abstract readonly standsBy: boolean;
  /** Resolves once this process leads, and never when it ends before. */
  abstract lead(): Promise<void>;
  /** Lets the next replica lead at once. */
  abstract resign(): Promise<void>;
}
