import type { Answer } from '@cloudops/contracts';
import { Conversations } from '../conversations/conversations.ts';

/** Conversations of one process, for specs; passes the same contract as Postgres. */
export class InMemoryConversations extends Conversations {
  private readonly rows: { actorId: string; id: string; answer: Answer }[] = [];

  add(actorId: string, id: string, answer: Answer): Promise<void> {
    if (!this.rows.some((r) => r.id === id)) this.rows.push({ actorId, id, answer: structuredClone(answer) });
    return Promise.resolve();
  }

  latestOf(actorId: string, conversationId: string, limit: number): Promise<Answer[]> {
    const answers = this.of(actorId).filter((a) => a.conversationId === conversationId);
    return Promise.resolve(limit === 0 ? [] : answers.slice(-limit));
  }

  newest(actorId: string, limit: number): Promise<Answer[]> {
    return Promise.resolve(this.of(actorId).reverse().slice(0, limit));
  }

  private of(actorId: string): Answer[] {
    return this.rows.filter((r) => r.actorId === actorId).map((r) => structuredClone(r.answer));
  }
}
