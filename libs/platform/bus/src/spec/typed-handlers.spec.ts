import {
  ApiKeyChanged,
  type Anomaly,
  AnomalyCleared,
  AnomalyDetected,
  DescribeSeries,
  ReplayBatches,
  SamplesApplied,
} from '@cloudops/contracts';
import { expect, it } from '@jest/globals';
import { CONTRACTS_METADATA } from '../contract-metadata.ts';
import type { EventContext, RequestContext } from '../contexts.ts';
import { OnEvent } from '../events/on-event.ts';
import { Answers } from '../requests/answers.ts';

/** Checked by the compiler: an error that is expected and does not come is an error. */
class Handlers {
  @OnEvent(SamplesApplied)
  right(_data: { partition: number; seq: string }, _context: EventContext): void {}

  @OnEvent(AnomalyDetected, AnomalyCleared)
  several(_data: Anomaly): void {}

  // @ts-expect-error not all of these carry an anomaly
  @OnEvent(AnomalyDetected, SamplesApplied)
  severalPayloads(_data: Anomaly): void {}

  // @ts-expect-error it must say which events
  @OnEvent()
  none(): void {}

  @OnEvent(ApiKeyChanged)
  fewerArguments(): void {}

  // @ts-expect-error an anomaly is not what this contract carries
  @OnEvent(SamplesApplied)
  wrongPayload(_data: Anomaly): void {}

  // @ts-expect-error seq is text
  @OnEvent(SamplesApplied)
  wrongField(_data: { partition: number; seq: number }): void {}

  @Answers(DescribeSeries)
  describe(_data: { ids: string[] }, _context: RequestContext): Promise<{ series: [] }> {
    return Promise.resolve({ series: [] });
  }

  // @ts-expect-error the answer lacks `series`
  @Answers(DescribeSeries)
  wrongAnswer(): Promise<{ found: number }> {
    return Promise.resolve({ found: 0 });
  }

  // @ts-expect-error this contract streams its answer
  @Answers(ReplayBatches)
  notAStream(): Promise<{ batch: string; oldestSeq: string }> {
    return Promise.resolve({ batch: '', oldestSeq: '0' });
  }
}

it('decorated methods know their contract', () => {
  const method = Object.getOwnPropertyDescriptor(Handlers.prototype, 'right')?.value as object;
  expect(Reflect.getMetadata(CONTRACTS_METADATA, method)).toEqual([SamplesApplied]);
});
