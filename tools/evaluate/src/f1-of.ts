export interface Alarmed {
  readonly stamps: readonly string[];
  readonly windows: readonly (readonly [from: string, to: string])[];
  readonly alarms: readonly boolean[];
}

/** Harmonic mean of precision (alarms inside of a window over alarms; an alarm is an unbroken run of alarming rows) and recall (windows with an alarm over windows). */
export function f1Of(files: readonly Alarmed[]): number {
  let [runs, right, hit, windows] = [0, 0, 0, 0];
  for (const file of files) {
    const spans = file.windows.map(([from, to]) => [file.stamps.indexOf(from), file.stamps.lastIndexOf(to)] as const);
    const begins = file.alarms.flatMap((alarm, i) => (alarm && !file.alarms[i - 1] ? [i] : []));
    runs += begins.length;
    right += begins.filter((i) => spans.some(([from, to]) => i >= from && i <= to)).length;
    windows += spans.length;
    hit += spans.filter(([from, to]) => file.alarms.slice(from, to + 1).some(Boolean)).length;
  }
  const precision = runs > 0 ? right / runs : 0;
  const recall = windows > 0 ? hit / windows : 0;
  return precision + recall > 0 ? (2 * precision * recall) / (precision + recall) : 0;
}
