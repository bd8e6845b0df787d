/** False alarms a week of one series at most, where nobody says otherwise. */
export const FALSE_ALARMS_PER_WEEK = 1;
const CHANCES_A_WEEK = (7 * 24 * 60) / 5;

/**
 * How much more than by default must be seen before a series tells: what is `n` times as rare lies `ln n` nats further out, of the `ln 2016` nats at
 * which one of a week's points of five minutes is due by chance.
 * @param perWeek false alarms a week of a series at most, 0.01 to 100. @returns 1 for the default of one, 1.3 for one in ten weeks, 0.7 for ten a week.
 */
export const demandOf = (perWeek: number): number => 1 - Math.log(perWeek / FALSE_ALARMS_PER_WEEK) / Math.log(CHANCES_A_WEEK);
