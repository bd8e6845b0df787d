import type { EntityRef } from '@cloudops/contracts';
import type { SignalProfile } from './signal-profile.ts';

const MINUTE_MS = 60_000;
/** Longer than a reboot takes, than the start of a service, than what a deploy disturbs. */
const SHARED_MS = 5 * MINUTE_MS;
/** Longer than most builds, backups and nightly jobs. */
const BUSY_MS = 60 * MINUTE_MS;
/** Only says how busy a machine is. */
const BUSY = /^node_(cpu_seconds_total|load\d+|disk_io_time_seconds_total)$/;

/**
 * How long an excursion must last before it is more than a hiccup, ms. A workload that someone named is expected to be steady; a machine or an
 * unnamed target is shared by jobs that come and go. To be busy is what machines are for: only when it does not end is it trouble.
 */
export function patienceOf(name: string, kind: EntityRef['kind'], profile: SignalProfile): number {
  if (kind !== 'host' && kind !== 'target') return profile.sustainedMs;
  return BUSY.test(name) ? BUSY_MS : SHARED_MS;
}
