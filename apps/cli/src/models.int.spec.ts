import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { aModel, aTraining, anEntity } from '@cloudops/testing';
import { eventLine } from './event-line.ts';
import { CannedGateway, json, problem } from './testing/canned-gateway.ts';

const ENTITY = 'test/workload/web';
const query = `entity=${encodeURIComponent(ENTITY)}`;
const change = { entity: anEntity(), version: 0, previous: 3, since: '2026-01-15T12:00:00.000Z', actor: 'admin', reason: 'noisy' };
const gateway = new CannedGateway({
  'GET /api/v1/models': json({
    models: [aModel(), aModel({ version: 2, promoted: true, inUse: true, reason: 'promoted, better' })],
    cursor: null,
  }),
  'GET /api/v1/models/trainings': json({
    trainings: [aTraining({ loss: [0.04, 0.01, 0.01] }), aTraining({ endedAt: '2026-01-15T12:00:09.000Z' })],
  }),
  [`GET /api/v1/models/version?${query}&version=3`]: json({ model: aModel() }),
  [`GET /api/v1/models/version?${query}&version=9`]: problem(404, 'There is no version 9'),
  'POST /api/v1/models/train': json({
    training: aTraining({ state: 'queued', progress: 0, loss: [], etaSeconds: null, message: 'waits for its turn' }),
  }),
  'POST /api/v1/models/rollback': json({ change }),
});
beforeAll(() => gateway.start());
afterAll(() => gateway.stop());

describe('cloudops models', () => {
  it('lists what is trained and what was', async () => {
    const { code, out } = await gateway.cloudops(['models']);
    expect([code, out]).toEqual([
      0,
      expect.stringMatching(/^test\/workload\/web {2}running {2}50 % {2}█▁▁ {2}3 s left[^]*\n.*v3 {2}not promoted.*\n.*v2 {2}in use/),
    ]);
    expect(out.trimEnd().split('\n')).toHaveLength(3);
  });

  it('shows a version beside the baseline', async () => {
    const { code, out } = await gateway.cloudops(['models', 'show', ENTITY, '3']);
    expect([code, out]).toEqual([
      0,
      expect.stringMatching(/Verdict +not promoted[^]*Network +83\.0 %[^]*Baseline +88\.0 %[^]*Loss +█▁ {2}0\.020 to 0\.010/),
    ]);
    expect(await gateway.cloudops(['models', 'show', ENTITY, '9'])).toMatchObject({ code: 5 });
    expect(await gateway.cloudops(['models', 'show', ENTITY, 'last'])).toMatchObject({ code: 2 });
  });

  it('trains and rolls back', async () => {
    expect(await gateway.cloudops(['models', 'train', ENTITY])).toMatchObject({
      code: 0,
      out: expect.stringContaining('waits for its turn'),
    });
    const { out } = await gateway.cloudops(['models', 'rollback', ENTITY, '0', '--reason', 'noisy']);
    expect(out).toBe('test/workload/web is scored by the linear baseline from its next row on; before by version 3\n');
    expect(gateway.seen.at(-1)!.body).toEqual({ entity: ENTITY, version: 0, reason: 'noisy' });
  });

  it('is watched', () => {
    expect(eventLine('training.progressed.v1', aTraining())).toMatch(
      /^2026-01-15T12:00:01\.000Z {2}training\.progressed +test\/workload\/web {2}running {2}50 %/,
    );
    expect(eventLine('model.changed.v1', change)).toContain('test/workload/web: the linear baseline: noisy');
  });
});
