import { describe, expect, it } from '@jest/globals';
import { aTraining } from './testing/a-detector.ts';
import { withTraining } from './with-training.ts';

describe('withTraining', () => {
  const older = aTraining({ id: 'older', queuedAt: '2026-01-15T11:00:00.000Z' });
  const running = aTraining({ id: 'running', progress: 0.2 });

  it('puts the news in the place of what was known', () => {
    const news = { ...running, progress: 0.7 };
    expect(withTraining([running, older], news)).toEqual([news, older]);
  });

  it('puts one that is new where it belongs by time', () => {
    expect(withTraining([older], running)).toEqual([running, older]);
    expect(withTraining([running], older)).toEqual([running, older]);
  });

  it('is bounded', () => {
    const many = Array.from({ length: 30 }, (_, i) => aTraining({ id: `t${i}` }));
    expect(withTraining(many, running)).toHaveLength(20);
  });
});
