import type { ChatCompletionChunk, ChatCompletionMessageFunctionToolCall } from 'openai/resources/chat/completions';
import type { ToolCall } from '../tool-loop.ts';

type Part = NonNullable<ChatCompletionChunk.Choice.Delta['tool_calls']>[number];

const MAX_ARGUMENT_CHARS = 20_000;
const MAX_PARALLEL = 64;

/** Puts streamed tool calls together: the first part of an index has id and name, the rest pieces of the arguments. */
export class ToolCallParts {
  private readonly calls = new Map<number, { id: string; name: string; text: string }>();

  add(part: Part): void {
    const index = part.index ?? this.calls.size;
    if (!this.calls.has(index) && this.calls.size >= MAX_PARALLEL) return;
    const call = this.calls.get(index) ?? { id: '', name: '', text: '' };
    this.calls.set(index, call);
    if (part.id) call.id = part.id;
    if (part.function?.name) call.name += part.function.name;
    if (part.function?.arguments && call.text.length < MAX_ARGUMENT_CHARS) call.text += part.function.arguments;
  }

  finished(): ToolCall[] {
    return [...this.calls.entries()].map(([index, { id, name, text }]) => ({ id: id || `call_${index}`, name, args: parsed(text) }));
  }

  /** The same calls as the assistant's message has to repeat them; what was not JSON is sent back as an empty object. */
  asMessage(): ChatCompletionMessageFunctionToolCall[] {
    return [...this.calls.entries()].map(([index, { id, name, text }]) => ({
      id: id || `call_${index}`,
      type: 'function',
      function: { name: name || 'unknown', arguments: parsed(text) === undefined ? '{}' : text || '{}' },
    }));
  }
}

function parsed(text: string): unknown {
  if (text.trim() === '') return {};
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? value : undefined;
  } catch {
    return undefined;
  }
}
