import { randomUUID } from 'node:crypto';
import { type AnswerChunk, type AskQuestion as Ask, DomainError, type RequestData } from '@cloudops/contracts';
import { Injectable, Logger } from '@nestjs/common';
import { Conversations } from '../conversations/conversations.ts';
import { redact } from '../safety/redact.ts';
import { type AskContext, ComposeAnswer } from './compose-answer.ts';

/** Injection token and type of what a deployment sets. */
export abstract class AskLimits {
  /** Earlier questions of the conversation that a provider sees. */
  abstract readonly history: number;
  /** Questions answered at once. */
  abstract readonly concurrent: number;
}

/** Answers a question from live data, says it as it comes, and keeps the answer with its evidence. */
@Injectable()
export class AskQuestion {
  private readonly log = new Logger(AskQuestion.name);
  private running = 0;

  constructor(
    private readonly conversations: Conversations,
    private readonly composeAnswer: ComposeAnswer,
    private readonly limits: AskLimits,
  ) {}

  /** Text and evidence as they come, then `done`. @throws DomainError `overloaded` when too many questions are open */
  async *ask(request: RequestData<typeof Ask>, context: AskContext): AsyncGenerator<AnswerChunk> {
    if (this.running >= this.limits.concurrent)
      throw new DomainError('overloaded', 'chat-busy', 'Too many questions are being answered; ask again in a moment', {
        retryAfterSeconds: 2,
      });
    this.running++;
    try {
      yield* this.chunks(request, context);
    } finally {
      this.running--;
    }
  }

  /** Providers push, the bus pulls: the stream between them holds what was not taken yet, and tells when the asker has left. */
  private chunks(request: RequestData<typeof Ask>, context: AskContext): ReadableStream<AnswerChunk> {
    const left = new AbortController();
    const signal = AbortSignal.any([context.signal, left.signal]);
    return new ReadableStream<AnswerChunk>({
      start: (controller) => {
        const send = (chunk: AnswerChunk): void => {
          if (!signal.aborted) controller.enqueue(chunk);
        };
        void this.answer(request, { signal, deadline: context.deadline }, send).then(
          () => left.signal.aborted || controller.close(),
          (error: unknown) => left.signal.aborted || controller.error(error),
        );
      },
      cancel: () => left.abort(new DomainError('timeout', 'asker-left', 'The asker has left')),
    });
  }

  private async answer(request: RequestData<typeof Ask>, context: AskContext, send: (chunk: AnswerChunk) => void): Promise<void> {
    const conversationId = request.conversationId ?? randomUUID();
    const question = redact(request.question);
    const before = await this.conversations.latestOf(request.actor.id, conversationId, this.limits.history).catch((error: unknown) => {
      this.log.warn(`The conversation could not be read, so it is answered without: ${String(error)}`);
      return [];
    });
    const answer = await this.composeAnswer.compose({ conversationId, question, before, clientData: request.context }, context, send);
    await this.conversations.add(request.actor.id, randomUUID(), answer).catch((error: unknown) => {
      this.log.error(`An answer could not be kept: ${String(error)}`);
    });
    send({ type: 'done', answer });
  }
}
