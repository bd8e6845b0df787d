import type OpenAI from 'openai';
import { ChatProvider, type Say, type Tokens, type Turn } from '../chat-provider.ts';
import { runToolLoop } from '../tool-loop.ts';
import { OpenAIDialogue } from './openai-dialogue.ts';

export interface OpenAISettings {
  readonly apiKey: string | undefined;
  readonly baseUrl: string | undefined;
  readonly model: string;
  readonly temperature: number;
  readonly maxOutputTokens: number;
}

/** OpenAI, or any server that speaks its Chat Completions API (Ollama, vLLM, LM Studio). */
export class OpenAIProvider extends ChatProvider {
  readonly name = 'openai';
  private client: Promise<OpenAI> | undefined;

  constructor(private readonly settings: OpenAISettings) {
    super();
  }

  get model(): string {
    return this.settings.model;
  }

  async answer(turn: Turn, say: Say, signal: AbortSignal): Promise<Tokens> {
    const { model, temperature, maxOutputTokens, baseUrl } = this.settings;
    this.client ??= this.connect();
    const dialogue = new OpenAIDialogue(
      await this.client,
      { model, temperature, maxOutputTokens, compatible: baseUrl !== undefined },
      turn,
    );
    return runToolLoop(dialogue, turn.tools, say, signal);
  }

  /** The SDK is loaded with the first question, so that a keyless process never pays for it. Retries and deadlines are ours. */
  private async connect(): Promise<OpenAI> {
    const { default: Client } = await import('openai');
    const { apiKey, baseUrl } = this.settings;
    return new Client({
      apiKey: apiKey ?? 'none',
      baseURL: baseUrl ?? 'https://api.openai.com/v1',
      maxRetries: 0,
      logLevel: 'off',
      ...(apiKey === undefined ? { defaultHeaders: { Authorization: null } } : {}),
    });
  }
}
