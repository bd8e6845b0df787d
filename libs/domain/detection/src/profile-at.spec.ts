import { describe, expect, it } from '@jest/globals';
import { type EntityRef, type SeriesDescriptor, type Severity, severityRank } from '@cloudops/contracts';
import fc from 'fast-check';
import { DetectorState } from './detector-state.ts';
import { observe } from './detector.ts';
import { noise } from './testing/noise.ts';
import type { Transition } from './transition.ts';
import { viewsOf } from './views-of.ts';

const START = 1_700_000_000_000;
const STEP_MS = 15_000;
const GIB = 2 ** 30;
const perMinute = 60_000 / STEP_MS;

const profileFor = (name: string, kind: EntityRef['kind'], labels: Record<string, string> = {}) => {
  const series: SeriesDescriptor = {
    id: '00000000000000a0',
    name,
    labels,
    type: name.endsWith('_total') ? 'counter' : 'gauge',
    entity: { environment: 'test', kind, id: 'one' },
    source: 'remote-write:test',
  };
  return viewsOf([series])[0]!.profile;
};
/** Transitions that count towards an incident: golden, lasting, at least as severe; `high` could open one alone. */
const alarming = (values: readonly number[], profile: ReturnType<typeof profileFor>, severity: Severity = 'high'): Transition[] => {
  const state = new DetectorState();
  return values.flatMap((value, i) => {
    const { transition } = observe(state, START + i * STEP_MS, value, profile);
    const alarms =
      transition && transition.type !== 'cleared' && transition.sustained && severityRank(transition.severity) >= severityRank(severity);
    return alarms && profile.signal !== 'other' ? [transition] : [];
  });
};
const usual = (level: number, spread: number, minutes = 60) => noise(minutes * perMinute, level, spread);

describe('a machine', () => {
  const idle = profileFor('node_cpu_seconds_total', 'host', { mode: 'idle', cpu: '0' });
  const load = profileFor('node_load1', 'host');
  const disk = profileFor('node_disk_io_time_seconds_total', 'host', { device: 'sda' });

  it('may be as busy as it likes for up to an hour', () => {
    const busy = fc.record({ minutes: fc.integer({ min: 1, max: 58 }), level: fc.double({ min: 0, max: 1, noNaN: true }) });
    fc.assert(
      fc.property(fc.array(busy, { minLength: 1, maxLength: 3 }), (jobs) => {
        const course = (rest: number, work: (level: number) => number): number[] => [
          ...usual(rest, 0.02),
          ...jobs.flatMap(({ minutes, level }) => [...usual(work(level), 0.02, minutes), ...usual(rest, 0.02, 10)]),
        ];
        const [cpu, io, queue] = [
          course(0.95, (level) => 0.9 * (1 - level)),
          course(0.1, (level) => level),
          course(0.2, (level) => 40 * level),
        ];
        expect([alarming(cpu, idle, 'medium'), alarming(io, disk, 'medium'), alarming(queue, load, 'medium')]).toEqual([[], [], []]);
      }),
      { numRuns: 30 },
    );
  });

  it.each([
    ['processor is never idle', idle, 0.95, 0.01],
    ['load stays high', load, 0.3, 6],
    ['disk is never idle', disk, 0.1, 0.99],
  ] as const)('whose %s for more than an hour may be in trouble, if another signal says so', (_, profile, before, after) => {
    const values = [...usual(before, 0.02), ...usual(after, 0.005, 90)];
    expect(alarming(values, profile)).toEqual([]);
    const seen = alarming(values, profile, 'medium');
    expect(seen[0]).toMatchObject({ severity: 'medium', onset: START + 60 * 60_000 });
    expect(seen[0]!.at - seen[0]!.onset).toBeLessThanOrEqual(61 * 60_000);
  });

  it('may use its memory and its disk, as long as some is left', () => {
    const memory = profileFor('node_memory_MemAvailable_bytes', 'host');
    const space = profileFor('node_filesystem_avail_bytes', 'host');
    fc.assert(
      fc.property(fc.double({ min: 0.09, max: 1, noNaN: true }), fc.double({ min: 60, max: 500, noNaN: true }), (left, gib) => {
        expect(alarming([...usual(gib * GIB, GIB / 20), ...usual(left * gib * GIB, GIB / 20, 45)], memory)).toEqual([]);
        expect(alarming([...usual(gib * GIB, GIB / 20), ...usual(left * gib * GIB, GIB / 20, 45)], space)).toEqual([]);
      }),
      { numRuns: 30 },
    );
  });

  it.each([
    ['node_memory_MemAvailable_bytes', 16, 0.3],
    ['node_memory_MemAvailable_bytes', 2, 0.2],
    ['node_filesystem_avail_bytes', 80, 0.5],
    ['node_filesystem_avail_bytes', 4, 0.5],
  ])('whose %s falls from %d GiB to %d is in trouble within six minutes', (name, before, after) => {
    const seen = alarming([...usual(before * GIB, GIB / 50), ...usual(after * GIB, GIB / 100, 15)], profileFor(name, 'host'));
    expect(seen[0]?.kind).toBe('below');
    expect(seen[0]!.at - START).toBeLessThanOrEqual(66 * 60_000);
  });

  it('may be away for as long as a reboot takes, and is missed after that', () => {
    const up = profileFor('up', 'host');
    const away = (minutes: number) => alarming([...usual(1, 0), ...usual(0, 0, minutes), ...usual(1, 0, 10)], up);
    expect(away(4)).toEqual([]);
    expect(away(7)[0]).toMatchObject({ kind: 'below', severity: 'high' });
  });
});

describe('a process that nobody named', () => {
  it('may take more memory than ever, up to a GiB, and as much CPU as it likes for an hour', () => {
    const memory = profileFor('process_resident_memory_bytes', 'target');
    const cpu = profileFor('process_cpu_seconds_total', 'target');
    fc.assert(
      fc.property(fc.double({ min: 0.02, max: 0.99, noNaN: true }), fc.double({ min: 0.1, max: 8, noNaN: true }), (share, cores) => {
        expect(alarming([...usual(1e7, 1e6), ...usual(share * GIB, 1e6, 150)], memory)).toEqual([]);
        expect(alarming([...usual(0.05, 0.01), ...usual(cores, 0.01, 58), ...usual(0.05, 0.01, 10)], cpu)).toEqual([]);
      }),
      { numRuns: 20 },
    );
    expect(alarming([...usual(1e8, 1e6), ...usual(3e9, 1e6, 90)], memory)).not.toEqual([]);
  });
});

describe('a utilisation', () => {
  it('of 12 % instead of 6 is no trouble; of 95 % it is', () => {
    const profile = profileFor('pool_utilization', 'workload');
    fc.assert(
      fc.property(fc.double({ min: 0.07, max: 0.79, noNaN: true }), (level) => {
        expect(alarming([...usual(0.06, 0.003), ...usual(level, 0.003, 20)], profile, 'medium')).toEqual([]);
      }),
      { numRuns: 20 },
    );
    expect(alarming([...usual(0.06, 0.003), ...usual(0.95, 0.01, 20)], profile)).not.toEqual([]);
  });
});

describe('a workload', () => {
  it.each([
    ['process_cpu_seconds_total', 0.02, 0.9],
    ['process_resident_memory_bytes', 80e6, 300e6],
  ])('whose %s leaves its band is in trouble after ten seconds more or less', (name, before, after) => {
    const values = [...usual(before, before / 20), ...usual(after, after / 100, 2)];
    const seen = alarming(values, profileFor(name, 'workload'));
    expect(seen[0]!.at - seen[0]!.onset).toBeLessThanOrEqual(30_000);
    expect(alarming(values, profileFor(name, 'target'))).toEqual([]);
  });
});
