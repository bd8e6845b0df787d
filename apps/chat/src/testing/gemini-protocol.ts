import type { Protocol } from './scripted-server.ts';

const chunk = (parts: object[], extra: object = {}): string =>
  JSON.stringify({ candidates: [{ content: { parts, role: 'model' }, index: 0, ...extra }], modelVersion: 'test-model' });

/** streamGenerateContent?alt=sse as Google streams it; how long to wait is in the body of a 429. */
export const geminiProtocol: Protocol = {
  text: (piece) => chunk([{ text: piece }]),
  calls: (calls) => [
    chunk(calls.map(({ name, args }) => ({ functionCall: { name, args: argsOf(args) }, thoughtSignature: `signature-of-${name}` }))),
  ],
  end: () => [
    JSON.stringify({
      candidates: [{ content: { parts: [{ text: '' }], role: 'model' }, finishReason: 'STOP', index: 0 }],
      usageMetadata: { promptTokenCount: 100, candidatesTokenCount: 20, totalTokenCount: 120 },
    }),
  ],
  error: ({ status, retryAfterSeconds, message }) => ({
    headers: {},
    body: JSON.stringify({
      error: {
        code: status,
        message: message ?? 'failed',
        status: status === 429 ? 'RESOURCE_EXHAUSTED' : 'INTERNAL',
        details:
          retryAfterSeconds === undefined
            ? []
            : [{ '@type': 'type.googleapis.com/google.rpc.RetryInfo', retryDelay: `${retryAfterSeconds}s` }],
      },
    }),
  }),
};

/** Arguments are an object here, so what is no JSON arrives as something else. */
function argsOf(args: string): unknown {
  try {
    return JSON.parse(args);
  } catch {
    return args;
  }
}
