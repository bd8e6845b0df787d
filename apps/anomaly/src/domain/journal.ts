import type { SampleBatch } from '@cloudops/contracts';

/** The batches that metrics-ingest has accepted, in the order of a partition. */
export abstract class Journal {
  /** Batches with `seq >= fromSeq`; begins later where history was trimmed, ends when the journal does. @throws DomainError when it cannot be asked now. */
  abstract replay(partition: number, fromSeq: bigint): AsyncIterable<SampleBatch>;
}
