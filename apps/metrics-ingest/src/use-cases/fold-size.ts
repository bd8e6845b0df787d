/** So many samples of a series cost little more to pack than one. */
const SAMPLES_A_SERIES = 16;
/** Of few series: the journal's rows are still in memory, and not too many. */
const FEWEST = 500_000;
/** 80 MB of rows, which queries read until they are folded. */
const MOST = 4_000_000;

/** Samples that are worth a round of folding before its time: the more series there are, the fewer each would have in a round of a fixed size. */
export const foldSize = (series: number): number => Math.min(MOST, Math.max(FEWEST, SAMPLES_A_SERIES * series));
