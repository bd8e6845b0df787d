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
    const [stat, memory, disks, network, mounts, domain] = await Promise.all(
      ['stat', 'meminfo', 'diskstats', 'net/dev', 'self/mounts', 'sys/kernel/domainname'].map((name) =>
        readFile(`/proc/${name}`, 'utf8').catch(() => ''),
      ),
    );
    return expositionOf([
      ...procStat(stat!),
      ...meminfo(memory!),
      ...diskstats(disks!),
      ...netDev(network!),
      ...(await filesystemReadings(mountsOf(mounts!))),
      ...systemReadings(Date.now(), loadavg(), domain!.trim()),
    ]);
  }
}
