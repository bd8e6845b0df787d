import type { ChatProvider } from '../providers/chat-provider.ts';
import { GeminiProvider } from '../providers/gemini/gemini-provider.ts';
import { OpenAIProvider } from '../providers/openai/openai-provider.ts';
import { geminiProtocol } from './gemini-protocol.ts';
import { openaiProtocol } from './openai-protocol.ts';
import { type Protocol, type ScriptedServer, startScriptedServer, type Step } from './scripted-server.ts';
import { aTurn, type TestTurn } from './turns.ts';

export const KEY = 'sk-canary-0123456789abcdef';
export const settings = { apiKey: KEY, model: 'test-model', temperature: 0.3, maxOutputTokens: 500 };

/** One model API: its protocol, the provider that speaks it, and where it puts tool results. */
export interface Api {
  name: string;
  protocol: Protocol;
  connect: (url: string) => ChatProvider;
  // eslint-disable-next-line @typescript-eslint/no-explicit-any
  toolResults: (body: any) => string[];
}
export const APIS: Api[] = [
  {
    name: 'OpenAI',
    protocol: openaiProtocol,
    connect: (url) => new OpenAIProvider({ ...settings, baseUrl: `${url}/v1` }),
    toolResults: (body) => body.messages.filter((m: { role: string }) => m.role === 'tool').map((m: { content: string }) => m.content),
  },
  {
    name: 'Gemini',
    protocol: geminiProtocol,
    connect: (url) => new GeminiProvider({ ...settings, baseUrl: url }),
    toolResults: (body) =>
      body.contents
        .filter((c: { role: string }) => c.role === 'function')
        .flatMap((c: { parts: { functionResponse: { response: { result: string } } }[] }) =>
          c.parts.map((p) => p.functionResponse.response.result),
        ),
  },
];

/** One question to one API that follows a script. */
export class ModelTalk {
  server!: ScriptedServer;

  constructor(private readonly api: Api) {}

  async answer(script: readonly Step[], test: TestTurn = aTurn('how is everything?')) {
    this.server = await startScriptedServer(this.api.protocol, script);
    return this.api.connect(this.server.url).answer(test.turn, test.say, test.turn.signal);
  }

  async failing(script: readonly Step[], test?: TestTurn): Promise<unknown> {
    return this.answer(script, test).catch((error: unknown) => error);
  }
}
