import { decodeBatch, type EventData, MetricsBatch } from '@cloudops/contracts';
import { OnEvent } from '@cloudops/platform-bus';
import { Controller } from '@nestjs/common';
import { FollowSamples } from '../use-cases/follow-samples.ts';

@Controller()
export class BatchesConsumer {
  constructor(private readonly samples: FollowSamples) {}

  @OnEvent(MetricsBatch)
  batch(body: EventData<typeof MetricsBatch>): Promise<void> {
    return this.samples.follow(decodeBatch(body));
  }
}
