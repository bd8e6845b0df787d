import { randomUUID } from 'node:crypto';
import type { Answer } from '@cloudops/contracts';
import { expect, it } from '@jest/globals';
import type { Conversations } from '../conversations/conversations.ts';

export const anAnswer = (conversationId: string, question: string, over: Partial<Answer> = {}): Answer => ({
  conversationId,
  question,
  text: `answer to ${question}`,
  evidence: [
    {
      id: 'e1',
      tool: 'status',
      arguments: '{}',
      summary: 's',
      at: '2026-01-15T12:00:00.000Z',
      link: '/#/',
      chart: {
        title: 't',
        unit: '',
        points: [
          [1, 2.5],
          [2, null],
        ],
      },
    },
  ],
  provider: 'keyless',
  model: 'm',
  tokens: { input: 1, output: 2 },
  providerReason: 'r',
  at: '2026-01-15T12:00:00.123Z',
  ...over,
});

/** What every implementation of Conversations must do. */
export function conversationsContract(make: () => Conversations): void {
  it('gives answers back as they were, oldest first in a conversation, newest first in the history', async () => {
    const [conversations, actor, other] = [make(), randomUUID(), randomUUID()];
    const [a, b, c] = [anAnswer('c1', 'one'), anAnswer('c2', 'two'), anAnswer('c1', 'three \' " $1 ✓')];
    for (const answer of [a, b, c]) await conversations.add(actor, randomUUID(), answer);
    expect(await conversations.latestOf(actor, 'c1', 10)).toEqual([a, c]);
    expect(await conversations.latestOf(actor, 'c1', 1)).toEqual([c]);
    expect(await conversations.latestOf(actor, 'c1', 0)).toEqual([]);
    expect(await conversations.newest(actor, 2)).toEqual([c, b]);
    expect(await conversations.newest(other, 2)).toEqual([]);
  });

  it('keeps the same conversation id of two actors apart', async () => {
    const [conversations, alice, bob] = [make(), randomUUID(), randomUUID()];
    await conversations.add(alice, randomUUID(), anAnswer('c1', 'of alice'));
    expect(await conversations.latestOf(bob, 'c1', 10)).toEqual([]);
    await conversations.add(bob, randomUUID(), anAnswer('c1', 'of bob'));
    expect((await conversations.latestOf(alice, 'c1', 10)).map((a) => a.question)).toEqual(['of alice']);
    expect((await conversations.newest(bob, 10)).map((a) => a.question)).toEqual(['of bob']);
  });

  it('keeps an answer once, however often it is saved', async () => {
    const [conversations, actor, id] = [make(), randomUUID(), randomUUID()];
    await conversations.add(actor, id, anAnswer('c1', 'one'));
    await conversations.add(actor, id, anAnswer('c1', 'one'));
    expect(await conversations.newest(actor, 10)).toHaveLength(1);
  });
}
