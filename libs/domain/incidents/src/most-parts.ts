/** More anomalies than this say nothing new about one incident, nor do more alerts. */
export const MAX_ANOMALIES = 50;
export const MAX_ALERTS = 20;
