import { type AnswerChunk, AskQuestion as Ask, ChatProviders, ListAnswers, type RequestData, type ResponseData } from '@cloudops/contracts';
import { Answers, RequestContext } from '@cloudops/platform-bus';
import { Injectable } from '@nestjs/common';
import { Conversations } from '../conversations/conversations.ts';
import { fitAnswers, REPLY_BYTES } from '../conversations/fit-answers.ts';
import { AnswerProviders } from '../providers/answer-providers.ts';
import { AskQuestion } from '../use-cases/ask-question.ts';

/** Chat's side of the bus. A provider: Nest hands a controller's method the data without the request's context. */
@Injectable()
export class ChatResponder {
  constructor(
    private readonly askQuestion: AskQuestion,
    private readonly conversations: Conversations,
    private readonly providers: AnswerProviders,
  ) {}

  @Answers(Ask)
  ask(request: RequestData<typeof Ask>, context: RequestContext): AsyncIterable<AnswerChunk> {
    return this.askQuestion.ask(request, context);
  }

  @Answers(ListAnswers)
  async listAnswers({ actor, limit }: RequestData<typeof ListAnswers>): Promise<ResponseData<typeof ListAnswers>> {
    return { answers: fitAnswers(await this.conversations.newest(actor.id, limit), REPLY_BYTES) };
  }

  @Answers(ChatProviders)
  describeProviders(): ResponseData<typeof ChatProviders> {
    return this.providers.describe();
  }
}
