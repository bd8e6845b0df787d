/** Widths of shapes, in points. */
export const WIDTHS = [1, 2, 4, 8] as const;
export const LONGEST = 8;

/** Residuals of a beginning excursion that are kept. */
export const PENDING_CAPACITY = 10;

/** What most points need lies together, behind what few need and beside the floats: a state comes from memory in pieces of eight numbers. */
const RARE = WIDTHS.length;
const PENDING = RARE + 13;
const EXCURSION = PENDING + PENDING_CAPACITY;
const HOT = EXCURSION + 14;

/** Places in `DetectorState.fields` of what a band needs; times in ms, the rest in the view's own unit. */
export const F = {
  /** Residuals of a beginning excursion: learnt if it comes to nothing, thrown away if it is an anomaly. */
  pending: PENDING,
  pendingCount: EXCURSION,
  onset: EXCURSION + 1,
  inside: EXCURSION + 2,
  insideSince: EXCURSION + 3,
  yhat: EXCURSION + 4,
  lower: EXCURSION + 5,
  upper: EXCURSION + 6,
  /** Smoothed score of the excursion. */
  surprise: EXCURSION + 7,
  /** Rank of the severity reported last, 0 low .. 3 critical. */
  severity: EXCURSION + 8,
  sustained: EXCURSION + 9,
  /** Points since onset, and their running level: what becomes normal if this lasts. */
  excursionPoints: EXCURSION + 10,
  excursionLevel: EXCURSION + 11,
  /** +1 above, -1 below; of the excursion under way. */
  side: EXCURSION + 12,
  /** Smallest step between two different values seen. */
  resolution: EXCURSION + 13,
  lastTime: HOT,
  /** 0 normal, 1 anomalous. */
  anomalous: HOT + 1,
  /** Points learnt since the series, or its new normal, began. */
  count: HOT + 2,
  firstTime: HOT + 3,
  lastValue: HOT + 4,
  /** Typical ms between two points. */
  interval: HOT + 5,
  level: HOT + 6,
  outside: HOT + 7,
  /** How far the band reaches above and below its level by the residuals, and in how many residuals that is looked up again. */
  reachAbove: HOT + 8,
  reachBelow: HOT + 9,
  reachDue: HOT + 10,
} as const;

/** Places in `DetectorState.fields` of what rarity needs in full precision. */
export const R = {
  /** Typical distance to the nearest shape, of each width. */
  usual: 0,
  /** Slow mean and mean absolute deviation. */
  mean: RARE,
  deviation: RARE + 1,
  /** Seasonal residual, smoothed over three and six hours. */
  residual3: RARE + 2,
  residual6: RARE + 3,
  /** Surprise of the latest point in nats, whether it was news or not. */
  surprise: RARE + 4,
  /** What 1 means in the remembered shapes: a power of two near the deviation; 0 before the first point. */
  scale: RARE + 5,
  /** Of an unusual course under way: its score and largest surprise, and points since it was that surprising. */
  score: RARE + 6,
  peak: RARE + 7,
  calm: RARE + 8,
  /** The band at its onset. */
  yhat: RARE + 9,
  lower: RARE + 10,
  upper: RARE + 11,
  /** When it began, 0 = none. */
  onset: RARE + 12,
  count: HOT + 11,
  lastTime: HOT + 12,
  /** Everything is remembered as the difference to it, so that small changes of large numbers survive in few bits: the first value, or where the series settled since. */
  origin: HOT + 13,
  /** Mean and number of the points that came too soon to be looked at by themselves. */
  waitingMean: HOT + 14,
  waiting: HOT + 15,
  /** Typical distance from one point to the next. Version 4 had no leaps: what they need lies behind everything else of its kind. */
  leap: HOT + 16,
} as const;

export const FIELD_COUNT = HOT + 17;
