import type { Answer } from '@cloudops/contracts';

/** Answers of each user, private: everything is keyed by the actor's id, so another's conversation cannot be named. */
export abstract class Conversations {
  /** Keeps an answer; the conversation begins with its first. Saving the same `id` again changes nothing. */
  abstract add(actorId: string, id: string, answer: Answer): Promise<void>;
  /** The latest `limit` answers of one conversation, oldest first; none when it is unknown. */
  abstract latestOf(actorId: string, conversationId: string, limit: number): Promise<Answer[]>;
  /** Answers of all conversations of an actor, newest first. */
  abstract newest(actorId: string, limit: number): Promise<Answer[]>;
}
