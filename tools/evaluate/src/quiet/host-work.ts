import { gauss } from './random-numbers.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

export type Trade = 'web' | 'database' | 'builder' | 'batch' | 'idle';
export const TRADES: readonly Trade[] = ['web', 'database', 'builder', 'batch', 'idle'];

/** What a host does at one moment, beyond its baseline. Cores, shares of a disk's time, and bytes a second. */
export interface Work {
  cpu: number;
  disk: number;
  written: number;
  sent: number;
  /** Share of memory that work holds. */
  memory: number;
  /** Share of the usual traffic. */
  traffic: number;
}

interface Job extends Partial<Work> {
  readonly from: number;
  readonly to: number;
}

/** The jobs of healthy hosts: regular ones (minutes apart, hourly, 6 a.m., nightly, Sundays) and ones that come when they come (builds, deploys, bursts). */
export class HostWork {
  private jobs: Job[] = [];
  private planned = -Infinity;
  private readonly minute: number;

  constructor(
    private readonly trade: Trade,
    private readonly cores: number,
    private readonly random: () => number,
  ) {
    this.minute = Math.floor(random() * 60);
  }

  /** @param time ms; ascends. */
  at(time: number): Work {
    for (const day = Math.floor(time / DAY); this.planned < day;) {
      this.planned = Math.max(this.planned + 1, day);
      this.plan(this.planned * DAY);
    }
    const work: Work = { cpu: 0, disk: 0, written: 0, sent: 0, memory: 0, traffic: 1 };
    for (const job of this.jobs) {
      if (time < job.from || time >= job.to) continue;
      for (const key of ['cpu', 'disk', 'written', 'sent', 'memory'] as const) work[key] += job[key] ?? 0;
      work.traffic *= job.traffic ?? 1;
    }
    return work;
  }

  private plan(day: number): void {
    const { random, cores } = this;
    this.jobs = this.jobs.filter((job) => job.to > day);
    const add = (hour: number, minutes: number, job: Partial<Work>): void => {
      const from = day + hour * HOUR;
      this.jobs.push({ ...job, from, to: from + minutes * MINUTE });
    };
    const some = (from: number, to: number): number => from + (to - from) * random();
    for (let hour = 0; hour < 24; hour++) add(hour + this.minute / 60, some(0.4, 2.5), { cpu: some(0.4, 1), disk: 0.15, written: 4e6 });
    for (let tick = 0; tick < 288; tick++) add(tick / 12 + some(0, 0.002), 0.3, { cpu: 0.3, written: 2e5 });
    add(0, 1.5, { disk: 0.5, written: 3e7, cpu: 0.4 }); // logs are rotated and compressed
    add(6 + some(0, 0.1), some(10, 30), { cpu: 0.8 * cores, disk: 0.4, written: 1e7, memory: 0.1 });
    add(6.4 + some(0, 0.6), some(1, 6), { cpu: 1, disk: 0.3, written: 2e7 }); // packages
    add(2 + this.minute / 240, some(25, 60), { cpu: 0.6, disk: 0.85, written: 1e6, sent: 4e7 }); // backup
    if (new Date(day).getUTCDay() === 0) add(1, some(60, 150), { disk: 0.8, cpu: 0.3 });
    const weekend = [0, 6].includes(new Date(day).getUTCDay());
    if (this.trade === 'builder' && !weekend)
      for (let n = Math.floor(some(5, 15)); n > 0; n--)
        add(some(8, 18), some(2, 20), { cpu: cores, disk: 0.3, written: 2e7, memory: 0.25 });
    if (this.trade === 'batch')
      for (let hour = 0; hour < 24; hour += 4) add(hour + 0.5, some(15, 55), { cpu: 0.7 * cores, memory: 0.3, disk: 0.5, written: 3e7 });
    if (this.trade === 'database')
      for (let n = 0; n < 10; n++) add(some(0, 23.8), some(1, 8), { disk: some(0.3, 0.9), written: 4e7, cpu: 0.5 });
    if (random() < 0.25) add(some(8, 17), some(0.5, 2), { cpu: 0.5 * cores, traffic: 0.3, memory: -0.1 }); // a deploy
    for (let n = 0; n < 4; n++)
      add(some(0, 23.9), some(0.2, 3), { sent: 10 ** some(5, 7.5), traffic: some(1, 2), cpu: Math.abs(gauss(random)) });
  }
}

/** The day and the week of people: 0.25 at night to 1 in the afternoon, less on a weekend. */
export function businessOf(time: number): number {
  const hour = (time / HOUR) % 24;
  const weekend = [0, 6].includes(new Date(time).getUTCDay());
  return (0.25 + 0.75 * Math.max(0, Math.sin((Math.PI * (hour - 5)) / 17)) ** 1.2) * (weekend ? 0.5 : 1);
}
