import { serve } from '@cloudops/platform-http';
import { chat } from './chat.ts';

await serve(chat);
