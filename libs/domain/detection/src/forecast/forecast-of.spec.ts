import { describe, expect, it } from '@jest/globals';
import { Forecast } from '@cloudops/contracts';
import { aSeries } from '@cloudops/testing';
import fc from 'fast-check';
import { viewsOf } from '../views-of.ts';
import { boundedQuantity, whatRunsOut } from './bounded-quantity.ts';
import { forecastOf } from './forecast-of.ts';
import { LevelTrack, STEP_MS } from './level-track.ts';

const NOW = Date.UTC(2026, 0, 15, 12);
const viewOf = (name: string, labels: Record<string, string>) => viewsOf([aSeries({ name, labels, type: 'gauge' })])[0]!;
const disk = viewOf('node_filesystem_avail_bytes', { mountpoint: '/data', fstype: 'ext4', device: '/dev/sda1' });
const week = (level: (i: number) => number): number[] => Array.from({ length: 2016 }, (_, i) => level(i));

describe('forecastOf', () => {
  const gigabytes = boundedQuantity(disk.series)!;

  it('says when, how sure, and from what', () => {
    // 1.2 GB an hour, 10.8 GB left
    const forecast = Forecast.parse(
      forecastOf(
        disk,
        gigabytes,
        week((i) => 10.8e9 + 0.1e9 * (2015 - i)),
        STEP_MS,
        NOW,
      ),
    );
    expect(forecast).toMatchObject({
      id: disk.key,
      what: 'disk space of /data',
      left: 10.8e9,
      at: '2026-01-15T21:00:00.000Z',
      interval: 'past-errors',
      severity: 'medium',
      query: 'node_filesystem_avail_bytes{mountpoint="/data",fstype="ext4",device="/dev/sda1"}',
    });
    expect(forecast.perHour).toBeCloseTo(-1.2e9, -3);
    expect(forecast.reason).toBe('Disk space of /data of web is used up in 9 h: 10.8 GB left, 1.2 GB less every hour over the last 3 days');
  });

  it('says how unsure it is', () => {
    const short = week((i) => (i < 2004 ? NaN : 5e9 + 1e9 * (2015 - i)));
    expect(forecastOf(disk, gigabytes, short, STEP_MS, NOW)).toMatchObject({
      interval: 'window',
      severity: 'critical',
      reason: expect.stringMatching(/too little of its past is known to say how often such a forecast is right$/),
    });
    expect(
      forecastOf(
        disk,
        gigabytes,
        week(() => 5e9),
        STEP_MS,
        NOW,
      ),
    ).toBeUndefined();
  });

  it('knows the date of a certificate', () => {
    const certificate = viewOf('probe_ssl_earliest_cert_expiry', { instance: 'https://shop.example' });
    const quantity = boundedQuantity(certificate.series)!;
    expect(forecastOf(certificate, quantity, [5 * 86_400], STEP_MS, NOW)).toMatchObject({
      at: '2026-01-20T12:00:00.000Z',
      interval: 'date',
      severity: 'low',
      reason: 'The certificate of https://shop.example (web) expires in 5 days',
    });
    expect(forecastOf(certificate, quantity, [-7_200], STEP_MS, NOW)).toMatchObject({
      severity: 'critical',
      reason: expect.stringContaining('expired 2 h ago'),
    });
    expect(forecastOf(certificate, quantity, [60 * 86_400], STEP_MS, NOW)).toBeUndefined();
  });
});

describe('boundedQuantity', () => {
  it('knows what fills up, and what only looks as if', () => {
    const of = (name: string, labels: Record<string, string> = {}) => boundedQuantity({ name, labels });
    expect(of('process_open_fds')).toMatchObject({ kind: 'used', ceiling: 'process_max_fds' });
    expect(of('node_filesystem_avail_bytes', { fstype: 'tmpfs' })).toBeUndefined();
    expect([of('node_load1'), of('constructor')]).toEqual([undefined, undefined]);
    expect(whatRunsOut({ labels: { instance: 'a:1' } }, of('node_memory_MemAvailable_bytes')!)).toBe('memory');
  });
});

describe('LevelTrack', () => {
  it('is the last week on a grid, whatever comes in what order', () => {
    fc.assert(
      fc.property(fc.array(fc.nat(3_000), { minLength: 1, maxLength: 60 }), fc.array(fc.nat(3_000), { maxLength: 60 }), (puts, past) => {
        const base = 5_000_000;
        const at = (step: number): number => (base + step) * STEP_MS;
        const ascending = puts.toSorted((a, b) => a - b);
        const track = new LevelTrack();
        for (const step of ascending) track.put(at(step) + 17, step);
        track.fill(past.toSorted((a, b) => a - b).map((step) => [at(step), step]));
        const newest = ascending.at(-1)!;
        const known = new Set([...puts, ...past.filter((step) => step <= newest)].filter((step) => step > newest - 2016));
        const levels = track.levels();
        expect(levels).toHaveLength(2016);
        for (const step of known) expect(levels[2015 - (newest - step)]).toBe(step);
        const held = (step: number): boolean => [0, 1, 2, 3].some((ago) => known.has(step - ago));
        levels.forEach((level, i) => expect(Number.isNaN(level)).toBe(!held(newest - 2015 + i)));
      }),
    );
  });
});
