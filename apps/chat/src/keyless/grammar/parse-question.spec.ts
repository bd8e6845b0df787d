import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { Intent } from './intent.ts';
import { parseConversation, parseQuestion } from './parse-question.ts';

const NOW = new Date('2026-01-15T12:00:00.000Z');

const QUESTIONS: readonly (readonly [string, Partial<Intent>])[] = [
  ['how is everything?', { topic: 'status', mention: undefined }],
  ['Is anything wrong?', { topic: 'status' }],
  ["What's the status", { topic: 'status' }],
  ['are all services healthy?', { topic: 'status' }],
  ['is the gateway up?', { topic: 'status', service: 'gateway' }],
  ['everything ok?', { topic: 'status' }],
  ['any problems?', { topic: 'status' }],
  ["What's the current CPU?", { topic: 'values', metrics: ['cpu'], mention: undefined, current: true }],
  ['what is the current memory usage', { topic: 'values', metrics: ['memory'] }],
  ['disk', { topic: 'values', metrics: ['disk'], mention: undefined }],
  ['how full is the disk?', { topic: 'values', metrics: ['disk'] }],
  ['show me cpu, memory and disk', { topic: 'values', metrics: ['cpu', 'memory', 'disk'] }],
  ['memory on web-1 in the last 2 hours', { topic: 'values', metrics: ['memory'], mention: 'web-1', minutes: 120 }],
  ['cpu of checkout', { topic: 'values', metrics: ['cpu'], mention: 'checkout' }],
  ['is memory high?', { topic: 'values', metrics: ['memory'], mention: undefined }],
  ['what was the load average yesterday?', { topic: 'values', metrics: ['load'], minutes: 2160 }],
  ['network traffic of db2 for 30 minutes', { topic: 'values', metrics: ['network'], mention: 'db2', minutes: 30 }],
  ['show node_load1 for the last hour', { topic: 'series', metric: 'node_load1', minutes: 60 }],
  ['http_requests_total of web-1', { topic: 'series', metric: 'http_requests_total', mention: 'web-1' }],
  ['any current anomalies?', { topic: 'anomalies', current: true, mention: undefined }],
  ['Summarize the last 3 anomalies', { topic: 'anomalies', count: 3, current: false }],
  ['latest five anomalies please', { topic: 'anomalies', count: 5 }],
  ['anomalies of drill-workload today', { topic: 'anomalies', mention: 'drill-workload', minutes: 720 }],
  ['are there any active alerts', { topic: 'anomalies', current: true }],
  ['is there anything unusual right now?', { topic: 'anomalies', current: true }],
  ['disk full when?', { topic: 'forecasts', metrics: ['disk'], mention: undefined }],
  ['when will the disk be full?', { topic: 'forecasts', metrics: ['disk'], mention: undefined }],
  ['when does web-1 run out of memory?', { topic: 'forecasts', metrics: ['memory'], mention: 'web-1' }],
  ['is anything running out?', { topic: 'forecasts', mention: undefined }],
  ['which certificates expire soon?', { topic: 'forecasts', mention: undefined }],
  ['list open incidents', { topic: 'incidents', current: true, mention: undefined }],
  ['incidents of the last 24 hours', { topic: 'incidents', minutes: 1440 }],
  ['what happened?', { topic: 'happened', mention: undefined }],
  ['What happened to drill-workload?', { topic: 'happened', mention: 'drill-workload' }],
  ['what happened in the last 10 minutes', { topic: 'happened', minutes: 10, mention: undefined }],
  ['why is checkout slow?', { topic: 'happened', mention: 'checkout' }],
  ['what went wrong with web-1', { topic: 'happened', mention: 'web-1' }],
  ["what's wrong with the payments service", { topic: 'happened', mention: 'payments' }],
  ['is anything wrong with web-1?', { topic: 'happened', mention: 'web-1' }],
  ['what is the root cause of the last incident', { topic: 'happened', mention: undefined }],
  ['drill-workload?', { topic: 'happened', mention: 'drill-workload' }],
  ['what did you do about it?', { topic: 'done', refersBack: true, mention: undefined }],
  ['What was done about drill-workload?', { topic: 'done', mention: 'drill-workload' }],
  ['who approved the restart of drill-workload?', { topic: 'done', mention: 'drill-workload' }],
  ['was it restarted?', { topic: 'done' }],
  ['how was it fixed', { topic: 'done' }],
  ['what happened to drill-workload and what did you do about it?', { topic: 'happened-and-done', mention: 'drill-workload' }],
  ['What went wrong and how did you fix it?', { topic: 'happened-and-done', mention: undefined }],
  ['show errors of the last hour', { topic: 'logs', level: 'error', minutes: 60 }],
  ['show logs from 10 minutes ago', { topic: 'logs', minutes: 10, level: undefined }],
  ['gateway logs since 11:30', { topic: 'logs', service: 'gateway', minutes: 30 }],
  ['any warnings in the metrics-ingest logs today?', { topic: 'logs', level: 'warn', service: 'metrics-ingest', minutes: 720 }],
  ['last 5 errors', { topic: 'logs', level: 'error', count: 5 }],
  ['which runbooks are there?', { topic: 'runbooks' }],
  ["what's pending approval?", { topic: 'pending' }],
  ['is anything waiting for approval', { topic: 'pending' }],
  ['which remediations need my approval?', { topic: 'pending' }],
  ['last 4 remediations', { topic: 'remediations', count: 4 }],
  ['restart drill-workload', { topic: 'action', mention: 'drill-workload' }],
  ['please approve the remediation', { topic: 'action' }],
  ['what would happen if I restart web-1?', { topic: 'action' }],
  ['help', { topic: 'help' }],
  ['what can you do?', { topic: 'help' }],
  ['hello', { topic: 'help' }],
  ['what is the weather in Paris?', { topic: 'unknown' }],
  ['write me a poem about the sea', { topic: 'unknown' }],
  ['asdf qwer zxcv', { topic: 'unknown' }],
  ['42', { topic: 'unknown' }],
];

const CONVERSATIONS: readonly (readonly [readonly string[], string, Partial<Intent>])[] = [
  [["what's the current cpu of web-1?"], 'and memory?', { topic: 'values', metrics: ['memory'], mention: 'web-1' }],
  [['memory of web-1'], 'and web-2?', { topic: 'values', metrics: ['memory'], mention: 'web-2' }],
  [['show errors of the last hour'], 'and the last 3 hours?', { topic: 'logs', level: 'error', minutes: 180 }],
  [['what happened to drill-workload?'], 'what did you do about it?', { topic: 'done', mention: 'drill-workload' }],
  [['what happened to drill-workload?', 'what is the weather'], 'who approved it?', { topic: 'done', mention: 'drill-workload' }],
  [['cpu of web-1', 'and memory?'], 'what about disk', { topic: 'values', metrics: ['disk'], mention: 'web-1' }],
  [['any anomalies of db-1?'], 'why is it slow', { topic: 'happened', mention: 'db-1' }],
  [['hello'], 'and memory?', { topic: 'values', metrics: ['memory'], mention: undefined }],
  [['cpu of web-1'], 'how is everything?', { topic: 'status', mention: undefined }],
];

describe('parseQuestion', () => {
  it.each(QUESTIONS)('%s', (question, expected) => {
    expect(parseQuestion(question, NOW)).toMatchObject(expected);
  });

  it.each(CONVERSATIONS)('%j, then %s', (earlier, question, expected) => {
    expect(parseConversation(earlier, question, NOW)).toMatchObject(expected);
  });

  it('takes any text without throwing, and keeps its numbers in bounds', () => {
    fc.assert(
      fc.property(fc.string({ maxLength: 300 }), (text) => {
        const { minutes = 1, count = 1 } = parseQuestion(text, NOW);
        expect(minutes).toBeGreaterThanOrEqual(1);
        expect(minutes).toBeLessThanOrEqual(10_080);
        expect(count).toBeGreaterThanOrEqual(1);
        expect(count).toBeLessThanOrEqual(20);
      }),
    );
  });

  it('reads every relative time that people write', () => {
    const unit = fc.constantFrom(['minutes', 1], ['hours', 60], ['days', 1440]) as fc.Arbitrary<[string, number]>;
    const shape = fc.constantFrom(
      (t: string) => `show logs from ${t} ago`,
      (t: string) => `show logs of the last ${t}`,
    );
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 7 }), unit, shape, (n, [name, size], say) => {
        expect(parseQuestion(say(`${n} ${name}`), NOW)).toMatchObject({ topic: 'logs', minutes: n * size });
      }),
    );
  });

  it('is fast on a hostile question', () => {
    const started = performance.now();
    for (const text of ['what did you '.repeat(300), 'a'.repeat(4000), 'is '.repeat(1300), 'last 1 '.repeat(570)]) parseQuestion(text, NOW);
    expect(performance.now() - started).toBeLessThan(1_000);
  });
});
