import type OpenAI from 'openai';
import type {
  ChatCompletionChunk,
  ChatCompletionCreateParamsStreaming,
  ChatCompletionMessageParam,
} from 'openai/resources/chat/completions';
import { z } from 'zod';
import type { Say, Tokens, Turn } from '../chat-provider.ts';
import { openStream } from '../open-stream.ts';
import { systemPrompt, userMessage } from '../system-prompt.ts';
import type { Dialogue, ToolCall } from '../tool-loop.ts';
import { openaiFailure } from './openai-failure.ts';
import { ToolCallParts } from './tool-call-parts.ts';

export interface OpenAIOptions {
  readonly model: string;
  readonly temperature: number;
  readonly maxOutputTokens: number;
  /** Compatible servers know `max_tokens`; OpenAI's own newer models only its successor. */
  readonly compatible: boolean;
}

/** Reasoning models take only their own temperature. */
const FIXED_TEMPERATURE = /^(?:o\d|gpt-5)/;

/** A Chat Completions exchange. */
export class OpenAIDialogue implements Dialogue {
  private readonly messages: ChatCompletionMessageParam[];

  constructor(
    private readonly client: OpenAI,
    private readonly options: OpenAIOptions,
    private readonly turn: Turn,
  ) {
    this.messages = [
      { role: 'system', content: systemPrompt(turn.tools.now) },
      ...turn.history.flatMap((h): ChatCompletionMessageParam[] => [
        { role: 'user', content: h.question },
        { role: 'assistant', content: h.text },
      ]),
      { role: 'user', content: userMessage(turn.question, turn.context) },
    ];
  }

  async round(mayCall: boolean, say: Say, signal: AbortSignal): Promise<{ calls: ToolCall[]; tokens: Tokens }> {
    const parts = new ToolCallParts();
    let text = '';
    let tokens = { input: 0, output: 0 };
    const open = () => this.client.chat.completions.create(this.request(mayCall), { signal });
    for await (const chunk of openStream<ChatCompletionChunk>(open, (error) => openaiFailure(error, signal), signal)) {
      if (chunk.usage) tokens = { input: chunk.usage.prompt_tokens ?? 0, output: chunk.usage.completion_tokens ?? 0 };
      const delta = chunk.choices?.[0]?.delta;
      const said = delta?.content ?? delta?.refusal;
      if (said) {
        text += said;
        say(said);
      }
      for (const part of delta?.tool_calls ?? []) parts.add(part);
    }
    const calls = parts.finished();
    this.messages.push({
      role: 'assistant',
      content: text === '' ? null : text,
      ...(calls.length === 0 ? {} : { tool_calls: parts.asMessage() }),
    });
    return { calls, tokens };
  }

  addResults(results: readonly { call: ToolCall; text: string }[]): void {
    for (const { call, text } of results) this.messages.push({ role: 'tool', tool_call_id: call.id, content: text });
  }

  private request(mayCall: boolean): ChatCompletionCreateParamsStreaming {
    const { model, temperature, maxOutputTokens, compatible } = this.options;
    return {
      model,
      messages: this.messages,
      stream: true,
      stream_options: { include_usage: true },
      ...(FIXED_TEMPERATURE.test(model) ? {} : { temperature }),
      ...(compatible ? { max_tokens: maxOutputTokens } : { max_completion_tokens: maxOutputTokens }),
      tools: this.turn.tools.tools.map((t) => ({
        type: 'function' as const,
        function: { name: t.name, description: t.description, parameters: z.toJSONSchema(t.schema, { io: 'input' }) },
      })),
      tool_choice: mayCall ? 'auto' : 'none',
    };
  }
}
