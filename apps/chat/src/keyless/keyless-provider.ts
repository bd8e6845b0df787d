import { DomainError } from '@cloudops/contracts';
import { ChatProvider, type Say, type Tokens, type Turn } from '../providers/chat-provider.ts';
import { redact } from '../safety/redact.ts';
import { REPLIES } from './answers/replies.ts';
import { parseConversation } from './grammar/parse-question.ts';

/** Answers without a model: a grammar turned into the same tools, and sentences made of their results. */
export class KeylessProvider extends ChatProvider {
  readonly name = 'keyless';
  readonly model = 'grammar-1';

  async answer(turn: Turn, say: Say): Promise<Tokens> {
    const intent = parseConversation(
      turn.history.map((h) => h.question),
      turn.question,
      turn.tools.now,
    );
    for (const line of redact(await this.reply(intent, turn)).split(/(?<=\n)/)) say(line);
    return { input: 0, output: 0 };
  }

  private async reply(intent: Parameters<(typeof REPLIES)['help']>[0], turn: Turn): Promise<string> {
    try {
      return await REPLIES[intent.topic](intent, turn.tools);
    } catch (error) {
      if (turn.signal.aborted || !(error instanceof DomainError)) throw error;
      return error.kind === 'not-found'
        ? error.message
        : `I could not find out: ${error.message}. ${error.retryable ? 'Asking again in a moment may help.' : ''}`.trim();
    }
  }
}
