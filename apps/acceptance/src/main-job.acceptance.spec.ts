import type { Answer, Remediation } from '@cloudops/contracts';
import { waitFor } from '@cloudops/testing';
import type { DrillResult } from '@cloudops/tool-drill';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { chromium } from 'playwright-core';
import { expectBadInputIsRefused } from './bad-input.ts';
import { CHROMIUM } from './chromium.ts';
import { runDrill } from './drill-run.ts';
import { isAlive } from './is-alive.ts';
import { PrometheusSender } from './prometheus-sender.ts';
import { missingSamples } from './read-back.ts';
import { RunningStack } from './running-stack.ts';

const MINUTE = 60_000;
const SENDING_SECONDS = 120;

/** One stack lives through the whole story: real senders, three faults with a killed service in each, bad input, a stop and a second start. */
describe('the main job on this host', () => {
  let stack: RunningStack;
  let sender: PrometheusSender;
  let sendingSince: number;

  beforeAll(async () => {
    stack = await RunningStack.start();
    sender = await PrometheusSender.start(stack.facts.remoteWriteUrl, stack.writeKey);
    sendingSince = Date.now() / 1000;
  }, 5 * MINUTE);

  afterAll(async () => {
    await sender?.stop();
    await stack?.stop();
  }, MINUTE);

  it(
    'shows the first host graph from real measurements',
    async () => {
      const now = Date.now();
      await waitFor(
        async () => {
          const response = await stack.get(
            `/api/v1/samples?match=${encodeURIComponent('{job="host",__name__="node_memory_MemAvailable_bytes"}')}&from=${now - 60_000}&to=${Date.now()}`,
          );
          const lines = (await response.text()).trim().split('\n').filter(Boolean);
          const points = lines.flatMap((line) => (JSON.parse(line) as { points: unknown[] }).points);
          return points.length >= 2;
        },
        { timeoutMs: MINUTE },
      );
      const { host } = await stack.data<{ host: Record<string, number> }>('/status');
      expect(host.memoryPercent).toBeGreaterThan(0);
      expect(host.memoryPercent).toBeLessThan(100);
    },
    2 * MINUTE,
  );

  it.each([
    ['cpu', 'anomaly'],
    ['memory', 'remediation'],
    ['latency', 'metrics-ingest'],
  ])(
    'finds, fixes and verifies a %s fault though %s is killed half way',
    async (fault, victim) => {
      let killed = false;
      const result = await runDrill(stack, fault, (line) => {
        if (!killed && /fault injected/i.test(line)) {
          killed = true;
          process.kill(stack.pidOf(victim), 'SIGKILL');
        }
      });
      expect(killed).toBe(true);
      expectDrillHeld(result, fault);
      await expectRestartedOnceOnly(stack);
    },
    6 * MINUTE,
  );

  it('tells in chat what happened and what was done, with evidence', async () => {
    const response = await stack.post('/query', { query: 'what happened to drill-workload and what did you do about it?' });
    const { data } = (await response.json()) as { data: Answer };
    expect(data.text).toMatch(/drill-workload/);
    expect(data.text).toMatch(/restart/i);
    expect(data.text).toMatch(/verified/i);
    expect(data.evidence.map((item) => item.tool)).toEqual(expect.arrayContaining(['incidents', 'remediations']));
  });

  it(
    'has kept every sample that Prometheus sent, equal in value and time',
    async () => {
      await waitFor(() => Date.now() / 1000 - sendingSince >= SENDING_SECONDS, { timeoutMs: 3 * MINUTE });
      sender.stopScraping();
      await waitFor(async () => (await sender.pending()) === 0, { timeoutMs: MINUTE });
      const until = Date.now() / 1000;
      const sent = await sender.samples(sendingSince, until);
      expect(sent.length).toBeGreaterThan(100);
      expect(sent.reduce((sum, series) => sum + series.values.length, 0)).toBeGreaterThan(5_000);
      expect(await missingSamples(stack, sent, sendingSince * 1000, until * 1000)).toEqual([]);
    },
    6 * MINUTE,
  );

  it(
    'refuses bad input clearly and goes on',
    async () => {
      await expectBadInputIsRefused(stack);
      expect((await stack.get('/health')).status).toBe(200);
    },
    MINUTE,
  );

  it(
    'shows host, incidents and remediations in a real browser, without an error on the page',
    async () => {
      const browser = await chromium.launch(CHROMIUM);
      try {
        const page = await browser.newPage({ viewport: { width: 1360, height: 900 } });
        const faults: string[] = [];
        page.on('pageerror', (error) => faults.push(error.message));
        await page.goto(stack.facts.url);
        await page.getByLabel('API key').fill(stack.adminKey);
        await page.getByRole('button', { name: 'Open the console' }).click();
        await page
          .getByRole('img', { name: /CPU busy over the last/ })
          .locator('canvas')
          .waitFor({ timeout: MINUTE });
        await page
          .getByRole('link', { name: /drill-workload/ })
          .first()
          .waitFor();
        await page.getByText('verified', { exact: true }).first().waitFor();
        await page
          .getByRole('link', { name: /drill-workload/ })
          .first()
          .click();
        await page
          .getByRole('region', { name: 'Timeline' })
          .getByText(/verified/i)
          .first()
          .waitFor();
        expect(faults).toEqual([]);
      } finally {
        await browser.close();
      }
    },
    2 * MINUTE,
  );

  it(
    'stops on Ctrl-C, leaves nothing running, and goes on from the same data in a second start',
    async () => {
      const { incidents } = await stack.data<{ incidents: { id: string }[] }>('/api/v1/incidents?limit=100');
      const { dataDirectory, adminKey } = stack;
      const pids = Object.values(stack.facts.processes);
      await stack.stop();
      expect(pids.filter(isAlive)).toEqual([]);

      stack = await RunningStack.start(dataDirectory);
      expect(stack.adminKey).toBe(adminKey);
      const again = await stack.data<{ incidents: { id: string }[] }>('/api/v1/incidents?limit=100');
      expect(again.incidents.map((incident) => incident.id)).toEqual(expect.arrayContaining(incidents.map((incident) => incident.id)));
      const old = await stack.get(
        `/api/v1/samples?match=${encodeURIComponent('{job="host",__name__="node_load1"}')}&from=${Math.round(sendingSince * 1000)}&to=${Math.round((sendingSince + SENDING_SECONDS) * 1000)}`,
      );
      expect((await old.text()).trim()).not.toBe('');
    },
    3 * MINUTE,
  );
});

function expectDrillHeld(result: DrillResult, fault: string): void {
  expect(result).toMatchObject({ fault, ok: true, executions: 1 });
  expect(result.detectedSeconds).toBeLessThanOrEqual(60);
  expect(result.verifiedSeconds).not.toBeNull();
  expect(result.resolvedSeconds).not.toBeNull();
}

async function expectRestartedOnceOnly(stack: RunningStack): Promise<void> {
  const { remediations } = await stack.data<{ remediations: Remediation[] }>('/api/v1/remediations?limit=50');
  const touched = remediations.filter((remediation) => remediation.startedAt !== null);
  expect(new Set(touched.map((remediation) => remediation.target.id))).toEqual(new Set(['drill-workload']));
  expect(touched.filter((remediation) => remediation.state !== 'verified')).toEqual([]);
}
