import type { ChatConfig } from '../chat.config.ts';
import { KeylessProvider } from '../keyless/keyless-provider.ts';
import { AnswerProviders } from './answer-providers.ts';
import type { ChatProvider, ProviderName } from './chat-provider.ts';
import { GeminiProvider } from './gemini/gemini-provider.ts';
import { OpenAIProvider } from './openai/openai-provider.ts';
import { orderProviders } from './order-providers.ts';
import type { ProviderFailure } from './provider-failure.ts';
import { ProviderGate } from './provider-gate.ts';

/** The providers that `config` has credentials or an address for, in the order in which they are asked. */
export function createProviders(
  config: ChatConfig,
  onFailure?: (provider: ProviderName, failure: ProviderFailure) => void,
): AnswerProviders {
  const { CHAT_TEMPERATURE: temperature, CHAT_MAX_OUTPUT_TOKENS: maxOutputTokens } = config;
  const configured = new Map<ProviderName, ChatProvider>([['keyless', new KeylessProvider()]]);
  if (config.OPENAI_API_KEY !== undefined || config.OPENAI_BASE_URL !== undefined) {
    const { OPENAI_API_KEY: apiKey, OPENAI_BASE_URL: baseUrl, OPENAI_MODEL: model } = config;
    configured.set('openai', new OpenAIProvider({ apiKey, baseUrl, model, temperature, maxOutputTokens }));
  }
  if (config.GEMINI_API_KEY !== undefined) {
    const { GEMINI_API_KEY: apiKey, GEMINI_BASE_URL: baseUrl, GEMINI_MODEL: model } = config;
    configured.set('gemini', new GeminiProvider({ apiKey, baseUrl, model, temperature, maxOutputTokens }));
  }
  const gates = orderProviders(config.CHAT_PROVIDER, [...configured.keys()]).map((name) => new ProviderGate(configured.get(name)!));
  return new AnswerProviders(gates, config.CHAT_PROVIDER, config.CHAT_TIMEOUT_MS, onFailure);
}
