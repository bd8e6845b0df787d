import { businessOf, HostWork, type Trade, type Work } from './host-work.ts';
import { Counters, type Take } from './host-readings.ts';
import { gauss } from './random-numbers.ts';

const DAY_MS = 86_400_000;
const GIB = 2 ** 30;
const COLLECTORS =
  'arp,bcache,bonding,conntrack,cpu,diskstats,entropy,filefd,filesystem,hwmon,loadavg,meminfo,netdev,netstat,pressure,sockstat,stat,time,uname,vmstat'.split(
    ',',
  );
const MEMORY_PARTS =
  'Active,Active_anon,Active_file,AnonPages,Inactive,Inactive_anon,Inactive_file,KReclaimable,KernelStack,Mapped,PageTables,SReclaimable,SUnreclaim,Shmem,Slab'.split(
    ',',
  );
const MODES = ['user', 'system', 'iowait', 'softirq', 'irq', 'nice', 'steal'] as const;
const SHARES: Record<(typeof MODES)[number], number> = {
  user: 0.68,
  system: 0.22,
  iowait: 0,
  softirq: 0.03,
  irq: 0,
  nice: 0.07,
  steal: 0.003,
};

/** A made-up healthy host with about 200 series in node_exporter's shape. Seeded: the same numbers every time. */
export class HealthyHost {
  private readonly counters = new Counters();
  private readonly work: HostWork;
  private readonly cores: number;
  private readonly memory: number;
  private readonly baseline: number;
  private load = [0, 0, 0];
  private drift = 0;
  private cached = 0.2;
  private rss = 14e6;
  private readonly disk = { size: 200 * GIB, used: 0.4 };
  private temperature = 45;
  private rebootAt: number;
  private bootedAt = 0;
  private last = 0;

  constructor(
    readonly name: string,
    trade: Trade,
    private readonly random: () => number,
    start: number,
  ) {
    this.cores = [2, 4, 8][Math.floor(random() * 3)]!;
    this.memory = [4, 16, 64][Math.floor(random() * 3)]! * GIB;
    this.baseline = { web: 0.3, database: 0.2, builder: 0.03, batch: 0.05, idle: 0.01 }[trade] * this.cores;
    this.work = new HostWork(trade, this.cores, random);
    this.rebootAt = start + random() * 14 * DAY_MS;
    this.cached = 0.1 + 0.3 * random();
    this.disk.used = 0.2 + 0.5 * random();
  }

  /** What a scrape at `time` (ms) shows; nothing while it boots. */
  read(time: number, take: Take): boolean {
    const seconds = this.last === 0 ? 0 : (time - this.last) / 1000;
    if (time >= this.rebootAt) this.reboot(time);
    if (time < this.bootedAt) return false;
    this.last = time;
    const work = this.work.at(time);
    this.drift = 0.995 * this.drift + 0.03 * gauss(this.random);
    const usual = this.baseline * businessOf(time) * work.traffic * Math.exp(this.drift + 0.12 * gauss(this.random));
    const boot = time - this.bootedAt < 90_000 ? 0.7 * this.cores : 0;
    const busy = Math.min(this.cores * 0.998, 0.02 + usual + work.cpu * (0.9 + 0.1 * this.random()) + boot);
    const disk = Math.min(1, (0.004 + work.disk + (boot > 0 ? 0.5 : 0)) * (0.8 + 0.3 * this.random()));
    this.readCpu(seconds, busy, disk, take);
    this.readMemory(seconds, busy, work, take);
    this.readDisk(seconds, disk, work, take);
    this.readNetwork(seconds, usual, work, take);
    this.readRest(seconds, busy, take);
    return true;
  }

  private reboot(time: number): void {
    this.counters.reset();
    this.bootedAt = time + 40_000 + 80_000 * this.random();
    this.rebootAt = time + (10 + 20 * this.random()) * DAY_MS;
    this.cached = 0.02;
    this.rss = 12e6;
    this.load = [0, 0, 0];
    this.last = 0;
  }

  private readCpu(seconds: number, busy: number, disk: number, take: Take): void {
    const { random, cores } = this;
    // a busy thread stays on its core for a while, so that one core may be full while the others rest
    const uneven = Array.from({ length: cores }, (_, i) => (i < Math.floor(busy) ? 1 : 0.15) + 0.2 * random());
    const sum = uneven.reduce((a, b) => a + b, 0);
    for (let cpu = 0; cpu < cores; cpu++) {
      const used = Math.min(0.998, (busy * uneven[cpu]!) / sum);
      const wait = Math.min(1 - used, (disk * 0.4) / cores);
      const count = (mode: string, share: number): void =>
        take(
          `node_cpu_seconds_total{cpu="${cpu}",mode="${mode}"}`,
          'counter',
          Math.round(this.counters.add(`${mode}${cpu}`, share * seconds) * 100) / 100,
        );
      count('idle', 1 - used - wait);
      for (const mode of MODES) count(mode, mode === 'iowait' ? wait : used * SHARES[mode]);
    }
    const running = Math.max(1, Math.round(busy + Math.abs(gauss(random))));
    [60, 300, 900].forEach((window, i) => {
      this.load[i]! += (1 - Math.exp(-seconds / window)) * (busy * (0.95 + 0.3 * random()) + disk - this.load[i]!);
      take(`node_load${window / 60}`, 'gauge', Math.round(this.load[i]! * 100) / 100);
    });
    take('node_procs_running', 'gauge', running);
    take('node_procs_blocked', 'gauge', random() < disk ? 1 : 0);
    const waiting = Math.max(0, busy / this.cores - 0.6) * random();
    take('node_pressure_cpu_waiting_seconds_total', 'counter', this.counters.add('psi-cpu', seconds * (0.001 + waiting)));
    take('node_pressure_io_waiting_seconds_total', 'counter', this.counters.add('psi-io', seconds * 0.4 * disk));
    take('node_pressure_io_stalled_seconds_total', 'counter', this.counters.add('psi-io-all', seconds * 0.3 * disk));
    take('node_pressure_memory_waiting_seconds_total', 'counter', this.counters.add('psi-mem', 0));
    take('node_context_switches_total', 'counter', this.counters.add('ctxt', seconds * (400 + 6000 * busy * (0.8 + 0.4 * random()))));
    take('node_intr_total', 'counter', this.counters.add('intr', seconds * (300 + 3000 * busy)));
    take('node_forks_total', 'counter', Math.round(this.counters.add('forks', seconds * (1 + 8 * busy * random()))));
  }

  private readMemory(seconds: number, busy: number, work: Work, take: Take): void {
    this.cached = Math.min(0.55, this.cached + seconds * 2e-7 + work.written * seconds * 2e-13 * (GIB / this.memory));
    const used = Math.min(0.9, 0.15 + 0.1 * Math.min(1, busy / this.cores) + Math.max(-0.1, work.memory) + 0.004 * gauss(this.random));
    const bytes = (share: number): number => Math.round((share * this.memory) / 4096) * 4096;
    const free = Math.max(0.02, 1 - used - this.cached);
    take('node_memory_MemTotal_bytes', 'gauge', bytes(1));
    take('node_memory_MemFree_bytes', 'gauge', bytes(free));
    take('node_memory_MemAvailable_bytes', 'gauge', bytes(Math.min(1, free + 0.9 * this.cached)));
    take('node_memory_Cached_bytes', 'gauge', bytes(this.cached));
    take('node_memory_Buffers_bytes', 'gauge', bytes(0.01));
    take('node_memory_Dirty_bytes', 'gauge', bytes(1e-5 * this.random() + work.written * 1e-11));
    MEMORY_PARTS.forEach((part, i) => take(`node_memory_${part}_bytes`, 'gauge', bytes((used * (i + 1)) / 40 + 1e-4 * this.random())));
    take('node_memory_SwapTotal_bytes', 'gauge', 0);
    take('node_vmstat_pgfault', 'unknown', this.counters.add('pgfault', seconds * 3000 * busy));
  }

  private readDisk(seconds: number, busy: number, work: Work, take: Take): void {
    const rate = { written: work.written + 3e4 * this.random() + 2e6 * busy, read: 3e7 * busy * this.random() };
    const device = '{device="sda"}';
    const count = (name: string, by: number): void =>
      take(`node_disk_${name}_total${device}`, 'counter', this.counters.add(name, by * seconds));
    count('io_time_seconds', busy);
    count('io_time_weighted_seconds', busy * (1 + 3 * busy));
    count('read_bytes', rate.read);
    count('written_bytes', rate.written);
    count('reads_completed', rate.read / 65_536);
    count('writes_completed', rate.written / 32_768 + 2);
    count('read_time_seconds', 0.6 * busy);
    count('write_time_seconds', 0.8 * busy);
    take(`node_disk_io_now${device}`, 'gauge', Math.round(busy * 4 * this.random()));
    this.disk.used = Math.min(0.85, this.disk.used + (seconds * 1.2e4) / this.disk.size);
    if (work.written >= 3e7 && this.random() < 0.2) this.disk.used = Math.max(0.2, this.disk.used - (seconds * 3e6) / this.disk.size);
    const fs = '{device="/dev/sda1",fstype="ext4",mountpoint="/"}';
    const left = Math.round(((1 - this.disk.used) * this.disk.size) / 4096) * 4096;
    take(`node_filesystem_avail_bytes${fs}`, 'gauge', left);
    take(`node_filesystem_free_bytes${fs}`, 'gauge', left + 1e10);
    take(`node_filesystem_size_bytes${fs}`, 'gauge', this.disk.size);
    take(`node_filesystem_files_free${fs}`, 'gauge', 1.2e7 - Math.round(this.disk.used * 1e6));
    take(`node_filesystem_readonly${fs}`, 'gauge', 0);
    take(`node_filesystem_device_error${fs}`, 'gauge', 0);
  }

  private readNetwork(seconds: number, usual: number, work: Work, take: Take): void {
    const sent = 2_000 + 3e6 * usual * Math.exp(0.3 * gauss(this.random)) + work.sent;
    for (const [device, share] of [
      ['eth0', 1],
      ['lo', 0.1],
    ] as const) {
      for (const [way, bytes] of [
        ['transmit', sent * share],
        ['receive', sent * share * 0.3 + 1_000],
      ] as const) {
        const count = (what: string, by: number): void =>
          take(
            `node_network_${way}_${what}_total{device="${device}"}`,
            'counter',
            Math.round(this.counters.add(`${device}${way}${what}`, by * seconds)),
          );
        count('bytes', bytes);
        count('packets', bytes / 800);
        count('errs', 0);
        count('drop', this.random() < 0.001 ? 0.1 : 0);
      }
      take(`node_network_up{device="${device}"}`, 'gauge', 1);
      take(`node_network_mtu_bytes{device="${device}"}`, 'gauge', 1500);
    }
    take('node_sockstat_TCP_inuse', 'gauge', Math.round(20 + 60 * usual + 3 * gauss(this.random)));
    take('node_sockstat_TCP_tw', 'gauge', Math.max(0, Math.round(40 * usual * (1 + gauss(this.random)))));
    take('node_netstat_Tcp_CurrEstab', 'unknown', Math.round(15 + 50 * usual + 3 * gauss(this.random)));
    take('node_nf_conntrack_entries', 'gauge', Math.round(60 + 300 * usual * Math.exp(0.3 * gauss(this.random))));
    take('node_udp_queues{ip="v4",queue="rx"}', 'gauge', 0);
    take('node_arp_entries{device="eth0"}', 'gauge', 3 + Math.floor(3 * this.random()));
  }

  private readRest(seconds: number, busy: number, take: Take): void {
    const { random } = this;
    this.temperature += (1 - Math.exp(-seconds / 120)) * (42 + (28 * busy) / this.cores - this.temperature);
    for (let core = 0; core < 2; core++)
      take(
        `node_hwmon_temp_celsius{chip="coretemp",sensor="temp${core}"}`,
        'gauge',
        Math.round(this.temperature + core + 0.7 * gauss(random)),
      );
    for (let cpu = 0; cpu < 2; cpu++)
      take(
        `node_cpu_scaling_frequency_hertz{cpu="${cpu}"}`,
        'gauge',
        Math.round(8 + 25 * Math.min(1, busy / this.cores + 0.3 * random())) * 1e8,
      );
    take('node_entropy_available_bits', 'gauge', 256);
    take('node_filefd_allocated', 'gauge', 1_000 + 32 * Math.round(20 * busy + 3 * gauss(random)));
    take('node_timex_offset_seconds', 'gauge', 4e-5 * gauss(random));
    take('node_timex_frequency_adjustment_ratio', 'gauge', 1 + 1e-8 * Math.round(gauss(random)));
    take('node_boot_time_seconds', 'gauge', Math.round(this.bootedAt / 1000));
    for (const collector of COLLECTORS) {
      const slow = 1 + (busy > 0.9 * this.cores ? 30 * random() : 0);
      take(
        `node_scrape_collector_duration_seconds{collector="${collector}"}`,
        'gauge',
        0.0004 * slow * Math.exp(0.5 * gauss(random)) * (collector.length - 2),
      );
      take(`node_scrape_collector_success{collector="${collector}"}`, 'gauge', collector === 'bonding' ? 0 : 1);
    }
    // a heap that grows until it is collected
    this.rss = this.rss > 21e6 ? 15e6 : this.rss + seconds * 3e4 * random();
    take('process_resident_memory_bytes', 'gauge', Math.round(this.rss / 4096) * 4096);
    take('process_cpu_seconds_total', 'counter', Math.round(this.counters.add('own', seconds * (0.003 + 0.002 * random())) * 100) / 100);
    take('process_open_fds', 'gauge', 9 + Math.floor(2 * random()));
    take('go_goroutines', 'gauge', 8 + Math.floor(3 * random()));
    take('go_memstats_heap_alloc_bytes', 'gauge', this.rss * (0.2 + 0.1 * random()));
    take('go_memstats_next_gc_bytes', 'gauge', Math.round(4.2e6 + 1e5 * random()));
    take('promhttp_metric_handler_requests_total{code="200"}', 'counter', this.counters.add('scrapes', 1));
    take('scrape_duration_seconds', 'gauge', 0.02 + 0.01 * random());
    take('scrape_samples_scraped', 'gauge', 230);
  }
}
