import { Answer, AnswerChunk, ChatProviders, ListAnswers, QueryBody, type ResponseData } from '@cloudops/contracts';
import { Bus } from '@cloudops/platform-bus';
import { problemOf, valid } from '@cloudops/platform-http';
import { Body, Controller, Get, HttpCode, Post, Query, Req, Res } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import type { Caller as CallerOf } from '../domain/roles.ts';
import { PutQuestion } from '../use-cases/put-question.ts';
import { Caller, ClientGone } from './caller.ts';
import { Operation } from './operation.ts';
import { limit } from './query-schemas.ts';
import { EVENT_STREAM, sendStream, serverSentEvent } from './send-stream.ts';

const HistoryQuery = z.object({ limit: limit(100, 20) }).strict();

@Controller()
export class ChatController {
  constructor(
    private readonly question: PutQuestion,
    private readonly bus: Bus,
  ) {}

  @Operation({ access: 'viewer', tag: 'chat', summary: 'The answer with its evidence', body: QueryBody, answer: Answer, failures: [504] })
  @Post('query')
  @HttpCode(200)
  ask(
    @Body(valid(QueryBody)) body: z.infer<typeof QueryBody>,
    @Caller() caller: CallerOf,
    @ClientGone() signal: AbortSignal,
  ): Promise<Answer> {
    return this.question.answer(body, caller, signal);
  }

  @Operation({
    access: 'viewer',
    tag: 'chat',
    summary: 'The answer as it comes: events `chunk`, the last one of type `done`; `error` with a problem when it breaks',
    body: QueryBody,
    produces: 'text/event-stream',
    answer: AnswerChunk,
    failures: [504],
  })
  @Post('query/stream')
  async askStreaming(
    @Body(valid(QueryBody)) body: z.infer<typeof QueryBody>,
    @Caller() caller: CallerOf,
    @ClientGone() signal: AbortSignal,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const failed = (error: unknown): string => {
      const { body: data } = problemOf(error, { id: request.id, path: request.url, method: request.method });
      return serverSentEvent({ event: 'error', data });
    };
    await sendStream(reply, EVENT_STREAM, chunkEvents(this.question.stream(body, caller, signal), failed));
  }

  @Operation({ access: 'viewer', tag: 'chat', summary: 'Your answers, newest first', query: HistoryQuery, answer: ListAnswers.response })
  @Get('chatops/history')
  listAnswers(
    @Query(valid(HistoryQuery)) query: z.infer<typeof HistoryQuery>,
    @Caller() actor: CallerOf,
  ): Promise<ResponseData<typeof ListAnswers>> {
    return this.bus.request(ListAnswers, { actor, ...query });
  }

  @Operation({ access: 'viewer', tag: 'chat', summary: 'Answerers that are configured', answer: ChatProviders.response })
  @Get('api/v1/providers')
  listProviders(): Promise<ResponseData<typeof ChatProviders>> {
    return this.bus.request(ChatProviders, {});
  }
}

/** Before the first chunk a failure goes up and becomes a problem; after it, only an event can tell. */
async function* chunkEvents(chunks: AsyncIterable<AnswerChunk>, failed: (error: unknown) => string): AsyncGenerator<string> {
  let begun = false;
  try {
    for await (const data of chunks) {
      yield serverSentEvent({ event: 'chunk', data });
      begun = true;
    }
  } catch (error) {
    if (!begun) throw error;
    yield failed(error);
  }
}
