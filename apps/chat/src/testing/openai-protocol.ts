import type { Protocol } from './scripted-server.ts';

const chunk = (delta: object, finish: string | null = null): string =>
  JSON.stringify({
    id: 'chatcmpl-1',
    object: 'chat.completion.chunk',
    created: 1_768_478_400,
    model: 'test-model',
    choices: [{ index: 0, delta, finish_reason: finish }],
    usage: null,
  });

/** Chat Completions as OpenAI streams it: tool calls in pieces, usage in a last chunk without choices, `[DONE]`. */
export const openaiProtocol: Protocol = {
  text: (piece) => chunk({ content: piece }),
  calls: (calls) =>
    calls.flatMap(({ name, args }, index) => [
      chunk({
        role: 'assistant',
        tool_calls: [{ index, id: `call_${index}_${name}`, type: 'function', function: { name, arguments: '' } }],
      }),
      // arguments arrive split at any place
      ...[args.slice(0, 3), args.slice(3)]
        .filter((a) => a !== '')
        .map((a) => chunk({ tool_calls: [{ index, function: { arguments: a } }] })),
    ]),
  end: () => [
    chunk({}, 'stop'),
    JSON.stringify({
      id: 'chatcmpl-1',
      object: 'chat.completion.chunk',
      created: 1_768_478_400,
      model: 'test-model',
      choices: [],
      usage: { prompt_tokens: 100, completion_tokens: 20, total_tokens: 120 },
    }),
    '[DONE]',
  ],
  error: ({ retryAfterSeconds, message }) => {
    const headers: Record<string, string> = retryAfterSeconds === undefined ? {} : { 'retry-after': String(retryAfterSeconds) };
    return { headers, body: JSON.stringify({ error: { message: message ?? 'failed', type: 'error', param: null, code: null } }) };
  },
};
