import { type Answer, type AnswerChunk, DomainError } from '@cloudops/contracts';
import { Injectable } from '@nestjs/common';
import { ChatMetrics } from '../chat.metrics.ts';
import { AnswerProviders, type ProviderAnswer } from '../providers/answer-providers.ts';
import type { Turn } from '../providers/chat-provider.ts';
import { ProviderFailure } from '../providers/provider-failure.ts';
import { bounded } from '../safety/fence.ts';
import { redactDeep } from '../safety/redact.ts';
import { ALL_TOOLS } from '../tools/all-tools.ts';
import { Facts } from '../tools/facts.ts';
import { Toolbox } from '../tools/toolbox.ts';

const MAX_REMEMBERED_CHARS = 2_000;
const MAX_ANSWER_CHARS = 32_000;

export interface AskContext {
  readonly signal: AbortSignal;
  readonly deadline: Date;
}

export interface Asked {
  readonly conversationId: string;
  /** Without secrets. */
  readonly question: string;
  /** Earlier answers of the conversation, oldest first. */
  readonly before: readonly Answer[];
  readonly clientData: Readonly<Record<string, unknown>> | undefined;
}

/** Lets the providers answer one question with fresh tools, and puts the answer together. */
@Injectable()
export class ComposeAnswer {
  constructor(
    private readonly providers: AnswerProviders,
    private readonly facts: Facts,
    private readonly metrics: ChatMetrics,
  ) {}

  /** @throws DomainError `unavailable` when not even the keyless provider could answer */
  async compose(asked: Asked, { signal, deadline }: AskContext, send: (chunk: AnswerChunk) => void): Promise<Answer> {
    const now = new Date();
    let text = '';
    const say = (piece: string): void => {
      const room = MAX_ANSWER_CHARS - text.length;
      if (piece === '' || room <= 0) return;
      text += piece.slice(0, room);
      send({ type: 'text', text: piece.slice(0, room) });
    };
    const tools = new Toolbox(
      ALL_TOOLS,
      { facts: this.facts, now, signal },
      {
        onEvidence: (evidence) => send({ type: 'evidence', evidence }),
        onCall: (tool, outcome) => this.metrics.toolCalled(tool, outcome),
      },
    );
    const turn: Turn = {
      question: asked.question,
      context: redactDeep(asked.clientData),
      history: asked.before.map((a) => ({ question: a.question, text: bounded(a.text, MAX_REMEMBERED_CHARS) })),
      tools,
      signal,
    };
    const by = await this.answered(turn, say, deadline);
    this.metrics.answered(by, (Date.now() - now.getTime()) / 1_000);
    return {
      conversationId: asked.conversationId,
      question: asked.question,
      text,
      evidence: tools.evidence,
      provider: by.provider,
      model: by.model,
      tokens: by.tokens,
      providerReason: by.reason,
      at: now.toISOString(),
    };
  }

  private async answered(turn: Turn, say: (text: string) => void, deadline: Date): Promise<ProviderAnswer> {
    try {
      return await this.providers.answer(turn, say, deadline);
    } catch (error) {
      if (!(error instanceof ProviderFailure)) throw error;
      throw new DomainError('unavailable', 'no-answer', 'No provider could answer in time; ask again in a moment', { cause: error });
    }
  }
}
