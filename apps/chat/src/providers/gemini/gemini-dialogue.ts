import type {
  Content,
  EnhancedGenerateContentResponse,
  FunctionCallingMode,
  FunctionDeclaration,
  GenerativeModel,
  Part,
} from '@google/generative-ai';
import type { Say, Tokens, Turn } from '../chat-provider.ts';
import { openStream } from '../open-stream.ts';
import { userMessage } from '../system-prompt.ts';
import type { Dialogue, ToolCall } from '../tool-loop.ts';
import { geminiFailure } from './gemini-failure.ts';
import { geminiParameters } from './gemini-schema.ts';

/** A generateContent exchange. */
export class GeminiDialogue implements Dialogue {
  private readonly contents: Content[];

  constructor(
    private readonly model: GenerativeModel,
    private readonly turn: Turn,
  ) {
    this.contents = [
      ...turn.history.flatMap((h): Content[] => [
        { role: 'user', parts: [{ text: h.question }] },
        { role: 'model', parts: [{ text: h.text }] },
      ]),
      { role: 'user', parts: [{ text: userMessage(turn.question, turn.context) }] },
    ];
  }

  async round(mayCall: boolean, say: Say, signal: AbortSignal): Promise<{ calls: ToolCall[]; tokens: Tokens }> {
    const parts: Part[] = [];
    let tokens = { input: 0, output: 0 };
    const chunks = openStream(
      () => this.open(mayCall, signal),
      (error) => geminiFailure(error, signal),
      signal,
    );
    for await (const chunk of chunks) {
      const usage = chunk.usageMetadata;
      if (usage !== undefined) tokens = { input: usage.promptTokenCount ?? 0, output: usage.candidatesTokenCount ?? 0 };
      for (const part of chunk.candidates?.[0]?.content?.parts ?? []) {
        parts.push(part);
        // Thoughts are not the answer; the SDK's types do not know them
        if (typeof part.text === 'string' && part.text !== '' && !('thought' in part && part.thought === true)) say(part.text);
      }
    }
    // Repeated as they came: newer models sign their calls and want the signature back
    if (parts.length > 0) this.contents.push({ role: 'model', parts });
    const calls = parts.flatMap((p) => (p.functionCall === undefined ? [] : [p.functionCall]));
    return { calls: calls.map((c, i) => ({ id: String(i), name: c.name ?? '', args: objectOf(c.args) })), tokens };
  }

  addResults(results: readonly { call: ToolCall; text: string }[]): void {
    this.contents.push({
      role: 'function',
      parts: results.map(({ call, text }) => ({ functionResponse: { name: call.name || 'unknown', response: { result: text } } })),
    });
  }

  private async open(mayCall: boolean, signal: AbortSignal): Promise<AsyncIterable<EnhancedGenerateContentResponse>> {
    const functionDeclarations = this.turn.tools.tools.map((t) => {
      const parameters = geminiParameters(t.schema);
      return {
        name: t.name,
        description: t.description,
        ...(parameters === undefined ? {} : { parameters }),
      } as unknown as FunctionDeclaration;
    });
    const { stream, response } = await this.model.generateContentStream(
      {
        contents: this.contents,
        tools: [{ functionDeclarations }],
        toolConfig: { functionCallingConfig: { mode: (mayCall ? 'AUTO' : 'NONE') as FunctionCallingMode } },
      },
      { signal },
    );
    // The SDK reads the stream a second time into this promise; nobody else would handle its failure
    response.catch(() => undefined);
    return stream;
  }
}

const objectOf = (args: unknown): unknown =>
  args === undefined || args === null ? {} : typeof args === 'object' && !Array.isArray(args) ? args : undefined;
