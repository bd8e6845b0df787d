import { DomainError } from '@cloudops/contracts';
import { valid } from '@cloudops/platform-http';
import { Controller, Get, Headers, Query, Res } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { z } from 'zod';
import { FollowLiveEvents, type LiveNews } from '../use-cases/follow-live-events.ts';
import { ClientGone } from './caller.ts';
import { Operation } from './operation.ts';
import { EVENT_STREAM, heartbeat, sendStream, serverSentEvent } from './send-stream.ts';

const position = z
  .string()
  .regex(/^\d{1,15}$/, 'an id of this stream')
  .transform(Number);
/** For clients that cannot set the header `Last-Event-ID`, which wins. */
const EventsQuery = z.object({ lastEventId: position.optional() }).strict();

@Controller('api/v1/events')
export class EventsController {
  constructor(private readonly live: FollowLiveEvents) {}

  @Operation({
    access: 'viewer',
    tag: 'system',
    summary:
      'Changes of anomalies, incidents and remediations, and history that was shed, as they happen; `Last-Event-ID` resumes, `reset` says that something was missed',
    query: EventsQuery,
    produces: 'text/event-stream',
    answer: z.unknown(),
  })
  @Get()
  async followEvents(
    @Query(valid(EventsQuery)) query: z.infer<typeof EventsQuery>,
    @Headers('last-event-id') header: string | undefined,
    @ClientGone() signal: AbortSignal,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const lastSeen = header === undefined || header === '' ? query.lastEventId : positionOf(header);
    await sendStream(reply, EVENT_STREAM, written(this.live.follow(lastSeen, signal)));
  }
}

function positionOf(header: string): number {
  const parsed = position.safeParse(header);
  if (parsed.success) return parsed.data;
  throw new DomainError('invalid', 'invalid-input', 'Last-Event-ID: is not an id of this stream', { field: 'Last-Event-ID' });
}

async function* written(news: AsyncIterable<LiveNews>): AsyncGenerator<string> {
  for await (const item of news) {
    if (item.type === 'heartbeat') yield heartbeat;
    else if (item.type === 'reset') yield serverSentEvent({ event: 'reset', id: item.position, data: {} });
    else yield serverSentEvent({ event: item.event.subject, id: item.event.position, data: item.event.data });
  }
}
