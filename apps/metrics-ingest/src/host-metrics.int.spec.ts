import { spawn, spawnSync } from 'node:child_process';
import { parseExposition, parseSeriesText, type Exposition } from '@cloudops/domain-series';
import { freePort, waitFor } from '@cloudops/testing';
import { describe, expect, it } from '@jest/globals';
import { LinuxHost } from './outbound/host/linux-host.ts';
import { PortableHost } from './outbound/host/portable-host.ts';

const EXPORTER = 'prometheus-node-exporter';
const isInstalled = process.platform === 'linux' && spawnSync(EXPORTER, ['--version']).status === 0;

const byLabels = ({ samples }: Exposition) => new Map(samples.map(({ series, value }) => [JSON.stringify(parseSeriesText(series)), value]));

/** Reads the real exporter once. */
async function exporterReading(): Promise<Exposition> {
  const port = await freePort();
  const exporter = spawn(EXPORTER, [`--web.listen-address=127.0.0.1:${port}`], { stdio: 'ignore' });
  try {
    const text = await waitFor(async () => (await fetch(`http://127.0.0.1:${port}/metrics`)).text());
    return parseExposition(text, { openMetrics: false, maxSamples: 50_000 });
  } finally {
    exporter.kill();
  }
}

describe('host metrics', () => {
  it('have the names, labels, units and types of node_exporter, and its values', async () => {
    if (!isInstalled) return console.warn(`${EXPORTER} is not installed: host metrics were not compared`);
    const before = await new LinuxHost().read();
    const theirs = await exporterReading();
    const after = byLabels(await new LinuxHost().read());
    const theirValues = byLabels(theirs);
    for (const [series, value] of byLabels(before)) {
      const name = (JSON.parse(series) as [string, string][])[0]![1];
      if (/"mountpoint","(?!\/")/.test(series)) continue; // Debian's build leaves out more mounts than the default
      const their = theirValues.get(series);
      expect([series, their]).toEqual([series, expect.any(Number)]);
      expect([name, before.families.get(name)?.type]).toEqual([name, theirs.families.get(name)?.type]);
      const later = after.get(series)!;
      // read between our two readings: counters and clocks lie between them, the rest may move a little (boot time is rounded apart)
      if (before.families.get(name)?.type === 'counter') expect(their).toBeGreaterThanOrEqual(value - 0.02);
      if (before.families.get(name)?.type === 'counter') expect(their).toBeLessThanOrEqual(later + 0.02);
      else if (/Mem|size_bytes|_files$|boot|uname/.test(name))
        expect(Math.abs(their! - value)).toBeLessThanOrEqual(Math.max(2, 0.05 * value));
    }
  }, 20_000);

  it('come from any other system too, with the essentials', async () => {
    const names = new Set((await new PortableHost().read()).samples.map(({ series }) => series.replace(/\{.*/, '')));
    for (const name of [
      'node_cpu_seconds_total',
      'node_memory_MemTotal_bytes',
      'node_memory_MemAvailable_bytes',
      'node_load1',
      'node_boot_time_seconds',
      'node_uname_info',
    ]) {
      expect(names).toContain(name);
    }
  }, 20_000);
});
