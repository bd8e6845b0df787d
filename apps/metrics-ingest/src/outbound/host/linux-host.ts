import { readFile } from 'node:fs/promises';
import { loadavg } from 'node:os';
import { HostReadings, type Exposition } from '@cloudops/domain-series';
import { Injectable } from '@nestjs/common';
import { diskstats } from './diskstats.ts';
import { filesystemReadings, mountsOf } from './filesystems.ts';
import { meminfo } from './meminfo.ts';
import { netDev } from './net-dev.ts';
import { procStat } from './proc-stat.ts';
import { expositionOf } from './reading.ts';
import { systemReadings } from './system-readings.ts';

/**
 * Linux from /proc and statfs, as node_exporter reads it: no process is spawned (systemInformation's calls for disks, file systems
 * and interfaces each spawn one or more) and the modes of a CPU are all there.
 */
@Injectable()
export class LinuxHost extends HostReadings {
  async read(): Promise<Exposition> {
    const [stat, memory, disks, network, mounts, domain] = await Promise.all([
      proc('stat'),
      proc('meminfo'),
      proc('diskstats'),
      proc('net/dev'),
      proc('1/mounts', 'self/mounts'), // the machine's own, where we may see them
      proc('sys/kernel/domainname'),
    ]);
    return expositionOf([
      ...procStat(stat),
      ...meminfo(memory),
      ...diskstats(disks),
      ...netDev(network),
      ...(await filesystemReadings(mountsOf(mounts))),
      ...systemReadings(Date.now(), loadavg(), domain.trim()),
    ]);
  }
}

/** The first of these files of /proc that can be read, or nothing: a reading that a kernel does not offer is left out. */
async function proc(...names: string[]): Promise<string> {
  for (const name of names) {
    const text = await readFile(`/proc/${name}`, 'utf8').catch(() => '');
    if (text !== '') return text;
  }
  return '';
}
