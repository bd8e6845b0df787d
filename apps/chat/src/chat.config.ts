import { ServiceConfig } from '@cloudops/platform-config';
import { z } from 'zod';

const httpUrl = z.url({ protocol: /^https?$/, error: 'is not an http(s):// URL' });

/** `auto` takes the first configured provider that works; naming one tries it first; both end at keyless. */
export const ProviderSetting = z.enum(['auto', 'openai', 'gemini', 'keyless']);
export type ProviderSetting = z.infer<typeof ProviderSetting>;

export const ChatConfig = ServiceConfig.extend({
  CHAT_PROVIDER: ProviderSetting.default('auto').meta({ example: 'auto' }),
  OPENAI_API_KEY: z.string().min(1).optional(),
  /** Any server that speaks Chat Completions; set alone, without a key, it counts as configured. */
  OPENAI_BASE_URL: httpUrl.optional().meta({ example: 'http://127.0.0.1:11434/v1' }),
  OPENAI_MODEL: z.string().min(1).default('gpt-4o-mini').meta({ example: 'gpt-4o-mini' }),
  GEMINI_API_KEY: z.string().min(1).optional(),
  GEMINI_BASE_URL: httpUrl.optional().meta({ example: 'https://generativelanguage.googleapis.com' }),
  GEMINI_MODEL: z.string().min(1).default('gemini-2.5-flash').meta({ example: 'gemini-2.5-flash' }),
  /** Milliseconds one provider gets for a whole answer, tool calls and retries included. */
  CHAT_TIMEOUT_MS: z.coerce.number().int().min(100).max(55_000).default(30_000),
  CHAT_TEMPERATURE: z.coerce.number().min(0).max(2).default(0.3),
  CHAT_MAX_OUTPUT_TOKENS: z.coerce.number().int().min(16).max(16_384).default(1_024),
  /** Earlier questions of the conversation that a provider sees. */
  CHAT_HISTORY: z.coerce.number().int().min(0).max(20).default(10),
  /** Questions answered at once; more are told to come back. */
  CHAT_MAX_CONCURRENT: z.coerce.number().int().min(1).max(500).default(100),
}).superRefine((config, ctx) => {
  if (config.CHAT_PROVIDER === 'openai' && config.OPENAI_API_KEY === undefined && config.OPENAI_BASE_URL === undefined)
    ctx.addIssue({ code: 'custom', path: ['OPENAI_API_KEY'], message: 'CHAT_PROVIDER=openai needs OPENAI_API_KEY or OPENAI_BASE_URL' });
  if (config.CHAT_PROVIDER === 'gemini' && config.GEMINI_API_KEY === undefined)
    ctx.addIssue({ code: 'custom', path: ['GEMINI_API_KEY'], message: 'CHAT_PROVIDER=gemini needs GEMINI_API_KEY' });
});
export type ChatConfig = z.output<typeof ChatConfig>;
