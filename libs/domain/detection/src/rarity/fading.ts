const DAY_MS = 86_400_000;

/**
 * How much of the past a new point may replace: the slower of "so many points" and "so many days", so that a series of a point
 * a second does not forget last night and one of a point an hour does not forget last month.
 * @param gap ms since the point before. @returns share in (0, 1], per point.
 */
export const fading = (gap: number, points: number, days: number): number => Math.min(1 / points, Math.max(gap, 1) / (days * DAY_MS));
