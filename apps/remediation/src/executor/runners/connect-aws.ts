import type { SSMClient } from '@aws-sdk/client-ssm';

/** By the SDK's own chain of credentials. One attempt: a write whose answer was lost must not be repeated behind our back. */
export async function connectSsm(region: string): Promise<SSMClient> {
  const { SSMClient } = await import('@aws-sdk/client-ssm');
  return new SSMClient({ region, maxAttempts: 1 });
}
