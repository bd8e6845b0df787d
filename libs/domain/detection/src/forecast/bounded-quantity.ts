import type { SeriesDescriptor } from '@cloudops/contracts';
import type { SignalProfile } from '../signal-profile.ts';

/** Something of which there is only so much. */
export interface BoundedQuantity {
  /** What runs out. */
  readonly title: string;
  readonly unit: SignalProfile['unit'];
  /**
   * `left`: the value is what is left; `used`: it is what is used of the value of `ceiling`, a series with the same labels;
   * `expiry`: it is the time, in seconds since 1970, at which all is over.
   */
  readonly kind: 'left' | 'used' | 'expiry';
  readonly ceiling?: string;
}

const left = (title: string, unit: SignalProfile['unit']): BoundedQuantity => ({ title, unit, kind: 'left' });
const used = (title: string, unit: SignalProfile['unit'], ceiling: string): BoundedQuantity => ({ title, unit, kind: 'used', ceiling });
const certificate: BoundedQuantity = { title: 'certificate', unit: 'seconds', kind: 'expiry' };

const QUANTITIES: Readonly<Record<string, BoundedQuantity>> = {
  node_filesystem_avail_bytes: left('disk space', 'bytes'),
  node_filesystem_files_free: left('inodes', 'number'),
  kubelet_volume_stats_available_bytes: left('volume space', 'bytes'),
  kubelet_volume_stats_inodes_free: left('inodes', 'number'),
  windows_logical_disk_free_bytes: left('disk space', 'bytes'),
  node_memory_MemAvailable_bytes: left('memory', 'bytes'),
  container_memory_working_set_bytes: used('memory', 'bytes', 'container_spec_memory_limit_bytes'),
  process_open_fds: used('file descriptors', 'number', 'process_max_fds'),
  node_filefd_allocated: used('file descriptors', 'number', 'node_filefd_maximum'),
  node_nf_conntrack_entries: used('connection tracking entries', 'number', 'node_nf_conntrack_entries_limit'),
  probe_ssl_earliest_cert_expiry: certificate,
  ssl_cert_not_after: certificate,
  x509_cert_not_after: certificate,
};

/** Nothing fills up in these: they are made of memory, or are full by nature. */
const NOT_A_DISK = /^(tmpfs|devtmpfs|ramfs|overlay|squashfs|iso9660|autofs|fuse\.lxcfs|nsfs)$/;

/** What is bounded in a series, `undefined` when nothing is. */
export const boundedQuantity = ({ name, labels }: Pick<SeriesDescriptor, 'name' | 'labels'>): BoundedQuantity | undefined =>
  Object.hasOwn(QUANTITIES, name) && !NOT_A_DISK.test(labels['fstype'] ?? '') ? QUANTITIES[name] : undefined;

/** Labels that say which of several of the same kind it is, the most telling first. */
const PLACES = ['mountpoint', 'volume', 'persistentvolumeclaim', 'container', 'pod', 'dnsnames', 'cn', 'target', 'instance'];
/** Of a host's own memory or descriptors there is one: only these are told apart by an address. */
const ADDRESSED = new Set(['certificate']);

/** `disk space of /data`, `memory`. */
export function whatRunsOut({ labels }: Pick<SeriesDescriptor, 'labels'>, { title }: BoundedQuantity): string {
  const place = PLACES.filter((label) => ADDRESSED.has(title) || label !== 'instance').find((label) => labels[label]);
  return place === undefined ? title : `${title} of ${labels[place]!}`;
}

/** The same for a series and for the one that is its ceiling. */
export const labelsKey = ({ entity, labels }: Pick<SeriesDescriptor, 'entity' | 'labels'>): string =>
  JSON.stringify([entity, Object.entries(labels).sort(([a], [b]) => (a < b ? -1 : 1))]);
