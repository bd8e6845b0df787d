import { type EventData, SamplesApplied } from '@cloudops/contracts';
import { Journal } from '@cloudops/domain-series';
import { type EventContext, OnEvent } from '@cloudops/platform-bus';
import { Controller } from '@nestjs/common';

@Controller()
export class WatermarksConsumer {
  constructor(private readonly journal: Journal) {}

  /** A mark only ever rises, so a repeated or late event changes nothing. */
  @OnEvent(SamplesApplied)
  async applied({ partition, seq }: EventData<typeof SamplesApplied>, context: EventContext): Promise<void> {
    await this.journal.markApplied(context.source, partition, BigInt(seq));
  }
}
