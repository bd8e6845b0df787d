import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { CannedGateway, json } from './testing/canned-gateway.ts';

function anAuditRow(position: number) {
  return {
    ...{ position, at: '2026-01-15T12:00:00.000Z', actor: 'policy:policy', action: 'remediation.approved', subject: 'rem-1' },
    ...{ detail: { reason: 'rule\u001b[31m drill' }, hash: 'a'.repeat(64) },
  };
}
const gateway = new CannedGateway({
  'GET /api/v1/audit?chain=remediation&limit=1': json({ rows: [], intact: true, brokenAt: null, anchoredTo: 41 }),
  'GET /api/v1/audit?chain=gateway&limit=1': json({ rows: [], intact: false, brokenAt: 7, anchoredTo: 9 }),
  'GET /api/v1/audit?chain=remediation': json({ rows: [anAuditRow(1)], intact: true, brokenAt: null }),
  'GET /api/v1/audit?chain=remediation&afterPosition=0&limit=500': json({
    rows: Array.from({ length: 500 }, (_, i) => anAuditRow(i + 1)),
    ...{ intact: true, brokenAt: null },
  }),
  'GET /api/v1/audit?chain=remediation&afterPosition=500&limit=500': json({ rows: [anAuditRow(501)], intact: true, brokenAt: null }),
});
const cloudops: CannedGateway['cloudops'] = (args, options) => gateway.cloudops(args, options);
beforeAll(() => gateway.start());
afterAll(() => gateway.stop());

describe('cloudops audit', () => {
  it('verify says whether the chain holds and since when heads are kept, and fails when it does not hold', async () => {
    const held = await cloudops(['audit', 'verify']);
    expect(held).toMatchObject({ code: 0, out: expect.stringContaining('up to row 41') });
    const broken = await cloudops(['audit', 'verify', '--chain', 'gateway']);
    expect(broken).toMatchObject({ code: 1, out: expect.stringContaining('does not hold from row 7 on') });
    expect((await cloudops(['audit', 'verify', '--chain', 'x'])).code).toBe(2);
  });

  it('lists rows without control characters, and exports all of them', async () => {
    const { out } = await cloudops(['audit', 'list']);
    expect(out).toContain('remediation.approved');
    expect(out).not.toContain('\u001b');
    const folder = mkdtempSync(join(tmpdir(), 'cloudops-cli-audit-'));
    const file = join(folder, 'audit.jsonl');
    expect((await cloudops(['audit', 'export', '--output', file])).out).toContain('501 rows');
    const lines = readFileSync(file, 'utf8').trimEnd().split('\n');
    rmSync(folder, { recursive: true });
    expect(lines.map((line) => (JSON.parse(line) as { position: number }).position)).toEqual(Array.from({ length: 501 }, (_, i) => i + 1));
  });
});
