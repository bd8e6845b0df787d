import type { Samples } from '../samples.ts';
import type { SeriesRecord } from './series-catalogue.ts';

/** The past, as a backfill adds it to history: not through the journal, and so never published. */
export abstract class PastSamples {
  /**
   * Adds the samples whose times history does not have for their series, and the series that the catalogue does not have, in one
   * transaction. What is stored stays as it is, so that doing it again changes nothing.
   * @returns samples added
   */
  abstract fill(records: readonly SeriesRecord[], samples: ReadonlyMap<bigint, Samples>): Promise<number>;
}
