import { decodeBatch, type EventData, MetricsBatch, splitBatches } from '@cloudops/contracts';
import { OnEvent } from '@cloudops/platform-bus';
import { Controller } from '@nestjs/common';
import { FollowSamples } from '../use-cases/follow-samples.ts';

@Controller()
export class BatchesConsumer {
  constructor(private readonly samples: FollowSamples) {}

  @OnEvent(MetricsBatch)
  async batch(message: EventData<typeof MetricsBatch>): Promise<void> {
    for (const body of splitBatches(message)) await this.samples.follow(decodeBatch(body));
  }
}
