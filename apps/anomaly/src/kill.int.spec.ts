import { once } from 'node:events';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { Deployment } from './testing/deployment.ts';

const SECONDS = 170;
const START = Date.now() - SECONDS * 1000;

let calm: Deployment;
let killed: Deployment;
let replicated: Deployment;
let expected: unknown;
beforeAll(async () => {
  [calm, killed, replicated] = (await Promise.all([0, 1, 2].map(() => Deployment.create(SECONDS, START)))) as [
    Deployment,
    Deployment,
    Deployment,
  ];
  await calm.start();
  await calm.play(SECONDS);
  await calm.applied(SECONDS);
  expected = await calm.facts();
}, 120_000);
afterAll(async () => {
  await Promise.all([calm, killed, replicated].map((each) => each.stop()));
}, 30_000);

it('a story without disturbance ends in one open incident', () =>
  expect(expected).toMatchObject({ incidents: [{ doc: { state: 'open' } }] }));

it('a kill -9 in the middle of an incident changes no state, anomaly, incident or event', async () => {
  let replica = await killed.start();
  await killed.play(60);
  await killed.applied(60);
  await killed.kill(replica);
  replica = await killed.start();
  await killed.play(125);
  await killed.anomaliesSeen(1);
  await killed.kill(replica);
  await killed.start();
  await killed.play(SECONDS);
  await killed.applied(SECONDS);
  expect(await killed.facts()).toEqual(expected);
}, 120_000);

it('a replica takes over from one that is frozen, which ends itself once it wakes, and back from one that is killed; nothing shows of it', async () => {
  const first = await replicated.start();
  const term = await replicated.leaderAfter(0);
  const second = await replicated.start();
  await replicated.play(60);
  await replicated.applied(60);
  const ended = once(first, 'exit');
  first.kill('SIGSTOP');
  const next = await replicated.leaderAfter(term);
  first.kill('SIGCONT');
  expect(await ended).toEqual([1, null]);
  await replicated.play(125);
  await replicated.anomaliesSeen(1);
  await replicated.start();
  await replicated.kill(second);
  await replicated.leaderAfter(next);
  await replicated.play(SECONDS);
  await replicated.applied(SECONDS);
  expect(await replicated.facts()).toEqual(expected);
}, 180_000);
