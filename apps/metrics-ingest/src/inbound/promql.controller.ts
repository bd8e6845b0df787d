import {
  PromqlExemplars,
  PromqlLabels,
  PromqlLabelValues,
  PromqlMetadata,
  PromqlQuery,
  PromqlRange,
  PromqlSeries,
  type RequestData,
  type ResponseInput,
} from '@cloudops/contracts';
import { Answers, type RequestContext } from '@cloudops/platform-bus';
import { Controller } from '@nestjs/common';
import { EvaluatePromql } from '../use-cases/evaluate-promql.ts';
import { FindExemplars } from '../use-cases/find-exemplars.ts';
import { FindLabels } from '../use-cases/find-labels.ts';

@Controller()
export class PromqlController {
  constructor(
    private readonly promql: EvaluatePromql,
    private readonly labels: FindLabels,
    private readonly found: FindExemplars,
  ) {}

  @Answers(PromqlExemplars)
  exemplars(asked: RequestData<typeof PromqlExemplars>, { signal }: RequestContext): AsyncIterable<ResponseInput<typeof PromqlExemplars>> {
    return this.found.execute(asked, signal);
  }

  @Answers(PromqlQuery)
  query(asked: RequestData<typeof PromqlQuery>, { signal }: RequestContext): AsyncIterable<ResponseInput<typeof PromqlQuery>> {
    return this.promql.instant(asked, signal);
  }

  @Answers(PromqlRange)
  range(asked: RequestData<typeof PromqlRange>, { signal }: RequestContext): AsyncIterable<ResponseInput<typeof PromqlRange>> {
    return this.promql.range(asked, signal);
  }

  @Answers(PromqlSeries)
  series(asked: RequestData<typeof PromqlSeries>, { signal }: RequestContext): AsyncIterable<ResponseInput<typeof PromqlSeries>> {
    return this.labels.series(asked, signal);
  }

  @Answers(PromqlLabels)
  labelNames(asked: RequestData<typeof PromqlLabels>, { signal }: RequestContext): AsyncIterable<ResponseInput<typeof PromqlLabels>> {
    return this.labels.names(asked, signal);
  }

  @Answers(PromqlLabelValues)
  labelValues(
    asked: RequestData<typeof PromqlLabelValues>,
    { signal }: RequestContext,
  ): AsyncIterable<ResponseInput<typeof PromqlLabelValues>> {
    return this.labels.values(asked, signal);
  }

  @Answers(PromqlMetadata)
  metadata(asked: RequestData<typeof PromqlMetadata>, { signal }: RequestContext): AsyncIterable<ResponseInput<typeof PromqlMetadata>> {
    return this.labels.metadata(asked, signal);
  }
}
