import type { EntityRef } from '@cloudops/contracts';
import type { SignalProfile } from './signal-profile.ts';

const MINUTE_MS = 60_000;
/** Longer than a reboot takes, than the start of a service, than what a deploy disturbs. */
const SHARED_MS = 5 * MINUTE_MS;
/** Longer than most builds, backups and nightly jobs. */
const BUSY_MS = 60 * MINUTE_MS;
/** Only says how busy a machine or a process is, of which nobody said what it may use. */
const BUSY =
  /^node_(cpu_seconds_total|load\d+|disk_io_time_seconds_total)$|^process_(cpu_seconds_total|resident_memory_bytes)$|^container_(cpu_usage|memory)_/;
const MEMORY = /^(process_resident_memory_bytes|container_memory_working_set_bytes)$/;
/** Memory of one process below which nobody minds, bytes. */
const PROCESS_BYTES = 2 ** 30;

/**
 * A signal as it is taken where it comes from. A workload that someone named is expected to be steady; a machine or an unnamed target is shared by
 * jobs that come and go, so that an excursion must last longer before it is more than a hiccup. To be busy is what machines are for: only when it
 * does not end is it trouble.
 */
export function profileAt(kind: EntityRef['kind'], name: string, profile: SignalProfile): SignalProfile {
  if (!isShared(kind)) return profile;
  const patient = { ...profile, sustainedMs: BUSY.test(name) ? BUSY_MS : SHARED_MS };
  return MEMORY.test(name) ? { ...patient, impact: PROCESS_BYTES } : patient;
}

const isShared = (kind: EntityRef['kind']): boolean => kind === 'host' || kind === 'target';
