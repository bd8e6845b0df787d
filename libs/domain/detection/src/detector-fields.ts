/** Places in `DetectorState.fields` of what a band needs; times in ms, the rest in the view's own unit. */
export const F = {
  /** Points learnt since the series, or its new normal, began. */
  count: 0,
  firstTime: 1,
  lastTime: 2,
  lastValue: 3,
  /** Typical ms between two points. */
  interval: 4,
  level: 5,
  /** Smallest step between two different values seen. */
  resolution: 6,
  /** 0 normal, 1 anomalous. */
  anomalous: 7,
  /** +1 above, -1 below; of the excursion under way. */
  side: 8,
  onset: 9,
  outside: 10,
  inside: 11,
  insideSince: 12,
  yhat: 13,
  lower: 14,
  upper: 15,
  /** Smoothed score of the excursion. */
  surprise: 16,
  /** Rank of the severity reported last, 0 low .. 3 critical. */
  severity: 17,
  sustained: 18,
  /** Points since onset, and their running level: what becomes normal if this lasts. */
  excursionPoints: 19,
  excursionLevel: 20,
  /** How far the band reaches above and below its level by the residuals, and in how many residuals that is looked up again. */
  reachAbove: 21,
  reachBelow: 22,
  reachDue: 23,
  pendingCount: 24,
  /** Residuals of a beginning excursion: learnt if it comes to nothing, thrown away if it is an anomaly. */
  pending: 25,
} as const;

export const PENDING_CAPACITY = 10;
const RARITY = F.pending + PENDING_CAPACITY;

/** Places in `DetectorState.fields` of what rarity needs in full precision. */
export const R = {
  count: RARITY,
  lastTime: RARITY + 1,
  /** Everything is remembered as the difference to it, so that small changes of large numbers survive in few bits: the first value, or where the series settled since. */
  origin: RARITY + 2,
  /** Slow mean and mean absolute deviation. */
  mean: RARITY + 3,
  deviation: RARITY + 4,
  /** Seasonal residual, smoothed over three and six hours. */
  residual3: RARITY + 5,
  residual6: RARITY + 6,
  /** Surprise of the latest point in nats, whether it was news or not. */
  surprise: RARITY + 7,
  /** Of an unusual course under way: when it began (0 = none), its score and largest surprise, and points since it was that surprising. */
  onset: RARITY + 8,
  score: RARITY + 9,
  peak: RARITY + 10,
  calm: RARITY + 11,
  /** The band at its onset. */
  yhat: RARITY + 12,
  lower: RARITY + 13,
  upper: RARITY + 14,
  /** Mean and number of the points that came too soon to be looked at by themselves. */
  waitingMean: RARITY + 15,
  waiting: RARITY + 16,
  /** What 1 means in the remembered shapes: a power of two near the deviation; 0 before the first point. */
  scale: RARITY + 17,
  /** Typical distance to the nearest shape, of each width. */
  usual: RARITY + 18,
} as const;

/** Widths of shapes, in points. */
export const WIDTHS = [1, 2, 4, 8] as const;
export const LONGEST = 8;

export const FIELD_COUNT = R.usual + WIDTHS.length;
