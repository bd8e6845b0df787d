import { serve } from '@cloudops/platform-http';
import { gateway } from './gateway.ts';

await serve(gateway);
