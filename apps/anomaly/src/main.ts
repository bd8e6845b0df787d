import { serve } from '@cloudops/platform-http';
import { anomaly } from './anomaly.ts';

await serve(anomaly);
