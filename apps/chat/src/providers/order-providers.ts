import type { ProviderSetting } from '../chat.config.ts';
import type { ProviderName } from './chat-provider.ts';

const PREFERENCE: readonly ProviderName[] = ['openai', 'gemini'];

/** Who is asked, in order: the one that was chosen or every configured one, and keyless last, because it always works. */
export function orderProviders(setting: ProviderSetting, configured: readonly ProviderName[]): ProviderName[] {
  const models = PREFERENCE.filter((p) => configured.includes(p) && (setting === 'auto' || setting === p));
  return [...models, 'keyless'];
}

/** Why `name` answers, given what failed before it. */
export function reasonFor(
  name: ProviderName,
  setting: ProviderSetting,
  failures: readonly { name: ProviderName; message: string }[],
): string {
  if (failures.length > 0) return `${failures.map((f) => `${f.name} ${f.message}`).join('; ')}; so ${name} answered`;
  if (setting === name) return `${name} is chosen by CHAT_PROVIDER`;
  return name === 'keyless' ? 'no model is configured' : `${name} is the first configured provider that works`;
}
