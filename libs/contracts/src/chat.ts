import { z } from 'zod';
import { Point } from './series.ts';
import { Instant } from './time.ts';

/** A stored tool result that a claim in an answer rests on. */
export const Evidence = z.object({
  id: z.string(),
  /** Tool that produced it, e.g. `incidents` or `metrics`. */
  tool: z.string(),
  /** Arguments of the tool call, as JSON text. */
  arguments: z.string(),
  /** One line a person can check. */
  summary: z.string(),
  at: Instant,
  /** Console path that shows the same thing. */
  link: z.string().nullable(),
  chart: z.object({ title: z.string(), unit: z.string(), points: z.array(Point) }).nullable(),
});
export type Evidence = z.infer<typeof Evidence>;

export const Answer = z.object({
  conversationId: z.string(),
  question: z.string(),
  text: z.string(),
  evidence: z.array(Evidence),
  provider: z.enum(['openai', 'gemini', 'keyless']),
  model: z.string(),
  tokens: z.object({ input: z.number().int(), output: z.number().int() }),
  /** Why this provider answered. */
  providerReason: z.string(),
  at: Instant,
});
export type Answer = z.infer<typeof Answer>;

export const AnswerChunk = z.discriminatedUnion('type', [
  z.object({ type: z.literal('text'), text: z.string() }),
  z.object({ type: z.literal('evidence'), evidence: Evidence }),
  z.object({ type: z.literal('done'), answer: Answer }),
]);
export type AnswerChunk = z.infer<typeof AnswerChunk>;
