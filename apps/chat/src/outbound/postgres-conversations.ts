import { Answer } from '@cloudops/contracts';
import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { Conversations } from '../conversations/conversations.ts';

interface Row {
  conversation_id: string;
  question: string;
  text: string;
  evidence: unknown;
  provider: string;
  model: string;
  tokens_input: number;
  tokens_output: number;
  provider_reason: string;
  at: Date;
}

const COLUMNS = 'conversation_id, question, text, evidence, provider, model, tokens_input, tokens_output, provider_reason, at';

@Injectable()
export class PostgresConversations extends Conversations {
  constructor(private readonly source: DataSource) {
    super();
  }

  async add(actorId: string, id: string, answer: Answer): Promise<void> {
    await this.source.query(
      `WITH conversation AS (
         INSERT INTO conversations (actor_id, id) VALUES ($2, $3) ON CONFLICT DO NOTHING
       )
       INSERT INTO answers (id, actor_id, ${COLUMNS}) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12) ON CONFLICT (id) DO NOTHING`,
      [
        id,
        actorId,
        answer.conversationId,
        storable(answer.question),
        storable(answer.text),
        JSON.stringify(answer.evidence, (_key, value: unknown) => (typeof value === 'string' ? storable(value) : value)),
        answer.provider,
        answer.model,
        answer.tokens.input,
        answer.tokens.output,
        answer.providerReason,
        answer.at,
      ],
    );
  }

  async latestOf(actorId: string, conversationId: string, limit: number): Promise<Answer[]> {
    const rows = await this.source.query<Row[]>(
      `SELECT ${COLUMNS} FROM answers WHERE actor_id = $1 AND conversation_id = $2 ORDER BY position DESC LIMIT $3`,
      [actorId, conversationId, limit],
    );
    return rows.map(answerOf).reverse();
  }

  async newest(actorId: string, limit: number): Promise<Answer[]> {
    const rows = await this.source.query<Row[]>(`SELECT ${COLUMNS} FROM answers WHERE actor_id = $1 ORDER BY position DESC LIMIT $2`, [
      actorId,
      limit,
    ]);
    return rows.map(answerOf);
  }
}

/** Postgres takes no NUL, neither in text nor in jsonb. */
const storable = (text: string): string => text.replaceAll('\0', '');

const answerOf = (row: Row): Answer =>
  Answer.parse({
    conversationId: row.conversation_id,
    question: row.question,
    text: row.text,
    evidence: row.evidence,
    provider: row.provider,
    model: row.model,
    tokens: { input: row.tokens_input, output: row.tokens_output },
    providerReason: row.provider_reason,
    at: row.at.toISOString(),
  });
