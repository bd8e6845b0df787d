import type { Answer } from '@cloudops/contracts';
import { describe, expect, it } from '@jest/globals';
import { fitAnswers } from './fit-answers.ts';

const answer = (n: number): Answer => ({
  conversationId: `c${n}`,
  question: 'q',
  text: 'x'.repeat(1_000),
  evidence: [
    {
      id: 'e1',
      tool: 't',
      arguments: '{}',
      summary: 's',
      at: '2026-01-15T12:00:00.000Z',
      link: null,
      chart: { title: 't', unit: '', points: Array.from({ length: 60 }, (_, i) => [i, i]) },
    },
  ],
  provider: 'keyless',
  model: 'm',
  tokens: { input: 0, output: 0 },
  providerReason: 'r',
  at: '2026-01-15T12:00:00.000Z',
});

describe('fitAnswers', () => {
  it.each([1_000, 2_000, 5_000, 20_000, 200_000])('keeps the newest within %d bytes, charts going first', (bytes) => {
    const answers = Array.from({ length: 50 }, (_, n) => answer(n));
    const fitted = fitAnswers(answers, bytes);
    expect(Buffer.byteLength(JSON.stringify(fitted))).toBeLessThanOrEqual(bytes + 2);
    expect(fitted.map((a) => a.conversationId)).toEqual(answers.slice(0, fitted.length).map((a) => a.conversationId));
    if (bytes === 200_000) expect(fitted).toEqual(answers);
  });
});
