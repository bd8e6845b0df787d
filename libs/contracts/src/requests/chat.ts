import { z } from 'zod';
import { Answer, AnswerChunk } from '../chat.ts';
import { defineRequest } from '../contract.ts';
import { Actor } from '../approval.ts';

/** Streams text and evidence as they come; the last chunk is `done` with the whole answer. */
export const AskQuestion = defineRequest('chat.ask.v1', {
  server: 'chat',
  clients: ['gateway'],
  reply: 'stream',
  deadlineMs: 60_000,
  request: z.object({
    question: z.string().min(1).max(4000),
    conversationId: z.string().max(100).optional(),
    /** Free data from the client; it is shown to a model as data and never enters the system prompt. */
    context: z.record(z.string(), z.unknown()).optional(),
    actor: Actor,
  }),
  response: AnswerChunk,
});

/** Answers of one user, newest first. */
export const ListAnswers = defineRequest('chat.history.v1', {
  server: 'chat',
  clients: ['gateway'],
  request: z.object({ actor: Actor, limit: z.number().int().min(1).max(100).default(20) }),
  response: z.object({ answers: z.array(Answer) }),
});

/** Which providers are configured and which one `auto` would take now. */
export const ChatProviders = defineRequest('chat.providers.v1', {
  server: 'chat',
  clients: ['gateway'],
  request: z.object({}),
  response: z.object({ selected: z.string(), reason: z.string(), configured: z.array(z.string()) }),
});
