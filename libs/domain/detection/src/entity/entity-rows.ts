/**
 * Length of a row, ms: that of a roll-up's bucket, so that history gives the very numbers that are scored, however old it is, and what was
 * learnt from it can be taken over. Also what the figures of ADR 0024 were measured with.
 */
export const ROW_MS = 300_000;
/** A row waits this long for points that come by slower ways. */
const GRACE_MS = 60_000;
/** Rows under way at most: more begin only when clocks disagree. */
const MOST_OPEN = 3;
/** Larger numbers are left out: sums of them would not stay finite. */
const LARGEST = 1e100;

/** A row under way: sums and numbers of points, one a signal. */
export interface OpenRow {
  /** Points with times in [start, start + ROW_MS) belong to it; ms. */
  readonly start: number;
  readonly sums: number[];
  readonly counts: number[];
}

export interface SavedRows {
  readonly closed: number;
  readonly open: readonly OpenRow[];
}

/** Turns the points of an entity's signals into rows of means on a fixed grid of time, each once and in order. */
export class EntityRows {
  /** Time of the latest point, ms. */
  latest = 0;
  private open: OpenRow[] = [];
  private dueAt = Infinity;

  /** @param closed start of the latest row that was taken, ms. */
  constructor(
    private readonly width: number,
    private closed = 0,
  ) {}

  /** @returns whether a row is due to be taken now. */
  add(column: number, time: number, value: number): boolean {
    if (!(Math.abs(value) < LARGEST)) return false;
    if (time > this.latest) this.latest = time;
    const row = this.rowAt(Math.floor(time / ROW_MS) * ROW_MS);
    if (row === undefined) return false;
    row.sums[column]! += value;
    row.counts[column]!++;
    return time >= this.dueAt;
  }

  /** Rows that are over at `time`, oldest first. */
  takeDue(time: number): OpenRow[] {
    const due = this.open.filter((row) => time >= row.start + ROW_MS + GRACE_MS);
    this.open = this.open.filter((row) => !due.includes(row));
    this.closed = due.at(-1)?.start ?? this.closed;
    this.noteDue();
    return due;
  }

  /** As it is now: what comes later does not change what was given out. */
  toJSON(): SavedRows {
    return { closed: this.closed, open: this.open.map((row) => ({ ...row, sums: [...row.sums], counts: [...row.counts] })) };
  }

  /** Goes on with the points of a row that was under way. */
  restore({ open }: SavedRows): this {
    this.open = open.map((row) => ({ ...row, sums: [...row.sums], counts: [...row.counts] }));
    this.noteDue();
    return this;
  }

  private rowAt(start: number): OpenRow | undefined {
    const known = this.open.find((row) => row.start === start);
    if (known !== undefined || start <= this.closed) return known;
    const row = { start, sums: new Array<number>(this.width).fill(0), counts: new Array<number>(this.width).fill(0) };
    this.open = [...this.open, row].sort((a, b) => a.start - b.start).slice(0, MOST_OPEN);
    this.noteDue();
    return this.open.includes(row) ? row : undefined;
  }

  private noteDue(): void {
    this.dueAt = this.open.length > 0 ? this.open[0]!.start + ROW_MS + GRACE_MS : Infinity;
  }
}

/** The means of a row, NaN for signals without a point. */
export const meansOf = ({ sums, counts }: OpenRow): Float64Array =>
  Float64Array.from(sums, (sum, i) => (counts[i]! > 0 ? sum / counts[i]! : NaN));
