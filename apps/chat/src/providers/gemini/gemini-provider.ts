import type { GenerativeModel } from '@google/generative-ai';
import { ChatProvider, type Say, type Tokens, type Turn } from '../chat-provider.ts';
import { systemPrompt } from '../system-prompt.ts';
import { runToolLoop } from '../tool-loop.ts';
import { GeminiDialogue } from './gemini-dialogue.ts';

export interface GeminiSettings {
  readonly apiKey: string;
  readonly baseUrl: string | undefined;
  readonly model: string;
  readonly temperature: number;
  readonly maxOutputTokens: number;
}

/** Google Gemini. */
export class GeminiProvider extends ChatProvider {
  readonly name = 'gemini';

  constructor(private readonly settings: GeminiSettings) {
    super();
  }

  get model(): string {
    return this.settings.model;
  }

  async answer(turn: Turn, say: Say, signal: AbortSignal): Promise<Tokens> {
    return runToolLoop(new GeminiDialogue(await this.modelAt(turn.tools.now), turn), turn.tools, say, signal);
  }

  /** The SDK is loaded with the first question, so that a keyless process never pays for it. */
  private async modelAt(now: Date): Promise<GenerativeModel> {
    const { GoogleGenerativeAI } = await import('@google/generative-ai');
    const { apiKey, baseUrl, model, temperature, maxOutputTokens } = this.settings;
    return new GoogleGenerativeAI(apiKey).getGenerativeModel(
      { model, systemInstruction: systemPrompt(now), generationConfig: { temperature, maxOutputTokens } },
      baseUrl === undefined ? {} : { baseUrl: baseUrl.replace(/\/+$/, '') },
    );
  }
}
