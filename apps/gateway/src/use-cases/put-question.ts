import { type Answer, type AnswerChunk, AskQuestion, DomainError } from '@cloudops/contracts';
import { Bus } from '@cloudops/platform-bus';
import { Injectable } from '@nestjs/common';
import type { Caller } from '../domain/roles.ts';

export interface Question {
  readonly query: string;
  readonly context?: Record<string, unknown> | undefined;
  readonly conversationId?: string | undefined;
}

/** Puts a question to chat on behalf of the caller; aborting the signal stops the work there. */
@Injectable()
export class PutQuestion {
  constructor(private readonly bus: Bus) {}

  stream({ query, ...rest }: Question, actor: Caller, signal: AbortSignal): AsyncIterable<AnswerChunk> {
    return this.bus.requestStream(AskQuestion, { question: query, ...rest, actor }, { signal });
  }

  /** @throws DomainError `unavailable` (`answer-cut`) when the stream ends without the whole answer */
  async answer(question: Question, actor: Caller, signal: AbortSignal): Promise<Answer> {
    for await (const chunk of this.stream(question, actor, signal)) if (chunk.type === 'done') return chunk.answer;
    throw new DomainError('unavailable', 'answer-cut', 'The answer ended before it was complete; ask again');
  }
}
