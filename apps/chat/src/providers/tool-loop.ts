import { MAX_CALLS, type Toolbox } from '../tools/toolbox.ts';
import type { Say, Tokens } from './chat-provider.ts';
import { ProviderFailure } from './provider-failure.ts';

export interface ToolCall {
  readonly id: string;
  readonly name: string;
  /** Parsed arguments, or `undefined` when they were not JSON. */
  readonly args: unknown;
}

/** One exchange with a model: each round sends everything so far and says the text that comes back. */
export interface Dialogue {
  /** @throws ProviderFailure */
  round(mayCall: boolean, say: Say, signal: AbortSignal): Promise<{ calls: ToolCall[]; tokens: Tokens }>;
  /** Adds the results of the last round's calls, in their order. */
  addResults(results: readonly { call: ToolCall; text: string }[]): void;
}

const NOT_JSON = '<tool-result error="true">\nThe arguments were not a JSON object.\n</tool-result>';
const NO_MORE = '<tool-result error="true">\nThe limit of tool calls for one answer is reached. Answer with what you have.\n</tool-result>';

/**
 * Lets a model call tools until it answers: at most MAX_CALLS calls, then one last round without tools.
 * @throws ProviderFailure `bad-answer` when the model says nothing
 */
export async function runToolLoop(dialogue: Dialogue, tools: Toolbox, say: Say, signal: AbortSignal): Promise<Tokens> {
  let calls = 0;
  let said = false;
  const tokens = { input: 0, output: 0 };
  for (;;) {
    const round = await dialogue.round(
      calls < MAX_CALLS,
      (text) => {
        said ||= text.trim() !== '';
        say(text);
      },
      signal,
    );
    tokens.input += round.tokens.input;
    tokens.output += round.tokens.output;
    if (round.calls.length === 0 || calls >= MAX_CALLS) break;
    const results: { call: ToolCall; text: string }[] = [];
    for (const call of round.calls) {
      const text = calls++ >= MAX_CALLS ? NO_MORE : call.args === undefined ? NOT_JSON : await tools.call(call.name, call.args);
      signal.throwIfAborted();
      results.push({ call, text });
    }
    dialogue.addResults(results);
  }
  if (!said) throw new ProviderFailure('bad-answer');
  return tokens;
}
