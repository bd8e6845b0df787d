import { GiveFeedback, ListFeedback, type RequestData, type ResponseInput } from '@cloudops/contracts';
import { Answers } from '@cloudops/platform-bus';
import { Controller } from '@nestjs/common';
import { Judgements } from '../domain/judgements.ts';
import { LiveViews } from '../domain/live-views.ts';

@Controller()
export class FeedbackController {
  constructor(
    private readonly judgements: Judgements,
    private readonly views: LiveViews,
  ) {}

  @Answers(GiveFeedback)
  give(asked: RequestData<typeof GiveFeedback>): Promise<ResponseInput<typeof GiveFeedback>> {
    return this.judgements.give(asked, new Date(), (key) => this.views.seenOf(key));
  }

  @Answers(ListFeedback)
  list(query: RequestData<typeof ListFeedback>): Promise<ResponseInput<typeof ListFeedback>> {
    return this.judgements.list(query);
  }
}
