import { statfs } from 'node:fs/promises';
import type { Reading } from './reading.ts';

/** What node_exporter leaves out by default, and file systems of other machines, which can hang. An overlay counts where it is the root. */
const EXCLUDED_TYPES =
  /^(autofs|binfmt_misc|bpf|cgroup2?|configfs|debugfs|devpts|devtmpfs|fusectl|hugetlbfs|iso9660|mqueue|nsfs|overlay|proc|procfs|pstore|rpc_pipefs|securityfs|selinuxfs|squashfs|sysfs|tracefs|nfs.*|cifs|smb.*|fuse\..*|9p)$/;
const EXCLUDED_MOUNTS = /^\/(dev|proc|run\/credentials\/.+|sys|var\/lib\/docker\/.+|var\/lib\/containers\/storage\/.+)($|\/)/;

export interface Mount {
  readonly device: string;
  readonly mountpoint: string;
  readonly fstype: string;
  readonly isReadOnly: boolean;
}

/** /proc/self/mounts: octal escapes undone, excluded ones left out, the last mount on a point wins. */
export function mountsOf(text: string): Mount[] {
  const mounts = new Map<string, Mount>();
  for (const line of text.split('\n')) {
    const [device, mountpoint, fstype, options] = line
      .split(' ')
      .map((part) => part.replace(/\\(\d{3})/g, (_, code: string) => String.fromCharCode(parseInt(code, 8))));
    if (device === undefined || mountpoint === undefined || fstype === undefined || EXCLUDED_MOUNTS.test(mountpoint)) continue;
    if (EXCLUDED_TYPES.test(fstype) && !(fstype === 'overlay' && mountpoint === '/')) continue;
    mounts.set(mountpoint, { device, mountpoint, fstype, isReadOnly: options?.split(',').includes('ro') ?? false });
  }
  return [...mounts.values()];
}

export async function filesystemReadings(mounts: readonly Mount[]): Promise<Reading[]> {
  const readings = await Promise.all(mounts.map((mount) => readFilesystem(mount).catch(() => [])));
  return readings.flat();
}

async function readFilesystem({ device, mountpoint, fstype, isReadOnly }: Mount): Promise<Reading[]> {
  const { bsize, blocks, bfree, bavail, files, ffree } = await statfs(mountpoint);
  const labels = { device, mountpoint, fstype };
  const reading = (name: string, value: number): Reading => ({ name: `node_filesystem_${name}`, labels, value });
  return [
    reading('size_bytes', blocks * bsize),
    reading('free_bytes', bfree * bsize),
    reading('avail_bytes', bavail * bsize),
    reading('files', files),
    reading('files_free', ffree),
    reading('readonly', isReadOnly ? 1 : 0),
  ];
}
