import { describe, expect, it } from '@jest/globals';
import { aModel, anEntityDetector, aTraining } from './testing/a-detector.ts';
import { etaText, keyOf, lengthText, nextTrainingText, rollBackText, rowsText, signalsText } from './detector-text.ts';

const NOW = Date.parse('2026-01-15T12:00:00.000Z');
const first = (at: string) => anEntityDetector({ rows: 3, nextTraining: { cause: 'first', at } });

describe('nextTrainingText', () => {
  it.each([
    ['first training in 21 h, or after a backfill', first('2026-01-16T09:00:00.000Z'), false],
    ['first training within a minute, or after a backfill', first('2026-01-15T12:00:00.000Z'), false],
    ['in 7 days: weekly', anEntityDetector(), false],
    ['waits or runs now', anEntityDetector(), true],
    ['after a day of samples, or after a backfill', anEntityDetector({ rows: 0, nextTraining: null }), false],
    ['none: at least two signals are needed', anEntityDetector({ signals: ['CPU'], nextTraining: null }), false],
  ])('%s', (text, detector, isOpen) => expect(nextTrainingText(detector, isOpen, NOW)).toBe(text));
});

describe('lengths of time', () => {
  it.each([
    [0.2, '1 s'],
    [89, '89 s'],
    [600, '10 min'],
    [9_000, '2.5 h'],
    [172_800, '2 days'],
  ])('%p s: %s', (seconds, text) => expect(lengthText(seconds)).toBe(text));

  it.each([
    [0, 'nothing yet'],
    [1, '1 row'],
    [60, '60 rows'],
    [432, '1.5 days'],
  ])('%p rows: %s', (rows, text) => expect(rowsText(rows)).toBe(text));

  it.each([
    ['3 s left', aTraining()],
    ['time left not known yet', aTraining({ etaSeconds: null })],
    ['', aTraining({ state: 'queued', etaSeconds: null })],
    ['', aTraining({ state: 'done', etaSeconds: null })],
  ])('%p', (text, training) => expect(etaText(training)).toBe(text));
});

it('says by what an entity will be scored instead', () => {
  const model = aModel({ inUse: true });
  expect(rollBackText(keyOf(model.entity), 0, model)).toMatch(/version 3 now\. .* scored by the linear baseline\./);
});

it('counts signals of one title', () =>
  expect(signalsText(['CPU', 'load', 'load', 'CPU', 'load', 'disk'])).toBe('CPU (2), load (3), disk'));
