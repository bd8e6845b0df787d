import { ChatConfig } from './chat.config.ts';
import { ChatModule } from './chat.module.ts';

/** How the service is put together; main.ts serves it, tests create it. */
export const chat = { service: 'chat', config: ChatConfig, module: (config: ChatConfig) => ChatModule.with(config) } as const;
