/** No chunk or pack reaches over a boundary of this many ms, so that a read knows how far back one can begin. */
export const CHUNK_SPAN_MS = 2 * 3_600_000;
