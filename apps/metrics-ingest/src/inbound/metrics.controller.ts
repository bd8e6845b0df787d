import { LatestPoints, QuerySamples, QueryView, ReplayBatches, type RequestData, type ResponseInput } from '@cloudops/contracts';
import { Answers, type RequestContext } from '@cloudops/platform-bus';
import { Controller } from '@nestjs/common';
import { QueryViews } from '../use-cases/query-views.ts';
import { ReplayJournal } from '../use-cases/replay-journal.ts';
import { StreamSamples } from '../use-cases/stream-samples.ts';

@Controller()
export class MetricsController {
  constructor(
    private readonly views: QueryViews,
    private readonly samples: StreamSamples,
    private readonly replay: ReplayJournal,
  ) {}

  @Answers(QueryView)
  async view({ view, from, to, maxPoints }: RequestData<typeof QueryView>): Promise<ResponseInput<typeof QueryView>> {
    return { points: await this.views.range(view, from, to, maxPoints) };
  }

  @Answers(LatestPoints)
  async latest({ views, maxAgeMs }: RequestData<typeof LatestPoints>): Promise<ResponseInput<typeof LatestPoints>> {
    return { points: await this.views.latest(views, maxAgeMs) };
  }

  @Answers(QuerySamples)
  raw(query: RequestData<typeof QuerySamples>, context: RequestContext): AsyncIterable<ResponseInput<typeof QuerySamples>> {
    return this.samples.execute(query, context.signal);
  }

  @Answers(ReplayBatches)
  batches(
    { partition, fromSeq }: RequestData<typeof ReplayBatches>,
    context: RequestContext,
  ): AsyncIterable<ResponseInput<typeof ReplayBatches>> {
    return this.replay.execute(partition, BigInt(fromSeq), context.signal);
  }
}
