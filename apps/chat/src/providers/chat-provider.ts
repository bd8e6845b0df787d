import type { Answer } from '@cloudops/contracts';
import type { Toolbox } from '../tools/toolbox.ts';

export type ProviderName = Answer['provider'];

export interface Tokens {
  readonly input: number;
  readonly output: number;
}

/** Takes text as it comes. */
export type Say = (text: string) => void;

/** One question with everything a provider may see; secrets are redacted already. */
export interface Turn {
  readonly question: string;
  /** Data of the client; never part of the system prompt. */
  readonly context: Readonly<Record<string, unknown>> | undefined;
  /** Earlier questions and answers of the conversation, oldest first. */
  readonly history: readonly { readonly question: string; readonly text: string }[];
  readonly tools: Toolbox;
  /** Aborts when the asker has left. */
  readonly signal: AbortSignal;
}

/** Something that answers questions: a model behind an API, or the keyless grammar. */
export abstract class ChatProvider {
  abstract readonly name: ProviderName;
  abstract readonly model: string;

  /**
   * Says the answer and returns what it cost. `signal` aborts with the turn or at the provider's deadline.
   * @throws ProviderFailure when the provider could not answer; text said so far stays said
   */
  abstract answer(turn: Turn, say: Say, signal: AbortSignal): Promise<Tokens>;
}
