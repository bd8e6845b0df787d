import { QueryExemplars, QueryHistograms, type RequestData, type ResponseInput } from '@cloudops/contracts';
import { Answers, type RequestContext } from '@cloudops/platform-bus';
import { Controller } from '@nestjs/common';
import { QueryAttachments } from '../use-cases/query-attachments.ts';

@Controller()
export class AttachmentsController {
  constructor(private readonly attachments: QueryAttachments) {}

  @Answers(QueryHistograms)
  histograms(query: RequestData<typeof QueryHistograms>, context: RequestContext): AsyncIterable<ResponseInput<typeof QueryHistograms>> {
    return this.attachments.histograms(query, context.signal);
  }

  @Answers(QueryExemplars)
  exemplars(query: RequestData<typeof QueryExemplars>, context: RequestContext): AsyncIterable<ResponseInput<typeof QueryExemplars>> {
    return this.attachments.exemplars(query, context.signal);
  }
}
