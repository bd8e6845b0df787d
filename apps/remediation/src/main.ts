import { serve } from '@cloudops/platform-http';
import { RemediationConfig } from './remediation.config.ts';
import { RemediationModule } from './remediation.module.ts';

await serve({ service: 'remediation', config: RemediationConfig, module: (config) => RemediationModule.with(config) });
