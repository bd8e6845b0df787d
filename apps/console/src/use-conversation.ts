import type { Evidence } from '@cloudops/contracts';
import { useCallback, useRef, useState } from 'react';
import { api } from './api.ts';

export interface Turn {
  id: number;
  question: string;
  text: string;
  evidence: Evidence[];
  done: boolean;
  provider: string | undefined;
  providerReason: string | undefined;
  error: string | undefined;
}

/** One conversation with chat; answers stream into the last turn. */
export function useConversation(): { turns: Turn[]; busy: boolean; ask: (question: string) => Promise<void> } {
  const [turns, setTurns] = useState<Turn[]>([]);
  const [busy, setBusy] = useState(false);
  const conversation = useRef<string | undefined>(undefined);

  const ask = useCallback(async (question: string): Promise<void> => {
    const id = Date.now();
    const change = (part: (turn: Turn) => Partial<Turn>): void =>
      setTurns((all) => all.map((turn) => (turn.id === id ? { ...turn, ...part(turn) } : turn)));
    setTurns((all) => [
      ...all,
      { id, question, text: '', evidence: [], done: false, provider: undefined, providerReason: undefined, error: undefined },
    ]);
    setBusy(true);
    try {
      for await (const chunk of api.ask(question, conversation.current, new AbortController().signal)) {
        if (chunk.type === 'text') change((turn) => ({ text: turn.text + chunk.text }));
        else if (chunk.type === 'evidence') change((turn) => ({ evidence: [...turn.evidence, chunk.evidence] }));
        else {
          conversation.current = chunk.answer.conversationId;
          change(() => ({
            text: chunk.answer.text,
            evidence: chunk.answer.evidence,
            done: true,
            provider: chunk.answer.provider,
            providerReason: chunk.answer.providerReason,
          }));
        }
      }
    } catch (error) {
      change(() => ({ error: (error as Error).message }));
    } finally {
      setBusy(false);
    }
  }, []);

  return { turns, busy, ask };
}
