import type { Evidence } from '@cloudops/contracts';
import type { Turn } from '../providers/chat-provider.ts';
import { ALL_TOOLS } from '../tools/all-tools.ts';
import type { Facts } from '../tools/facts.ts';
import { Toolbox } from '../tools/toolbox.ts';
import { drillSituation, NOW } from './drill-situation.ts';

export interface TestTurn {
  readonly turn: Turn;
  readonly evidence: Evidence[];
  /** Tool calls with their outcome, in order. */
  readonly calls: string[];
  readonly say: (text: string) => void;
  readonly text: () => string;
}

/** A question with real tools over a recorded situation. */
export function aTurn(question: string, over: Partial<Omit<Turn, 'tools'>> & { facts?: Facts; now?: Date } = {}): TestTurn {
  const { facts = drillSituation(), now = NOW, signal = new AbortController().signal, ...rest } = over;
  const evidence: Evidence[] = [];
  const calls: string[] = [];
  let text = '';
  const tools = new Toolbox(
    ALL_TOOLS,
    { facts, now, signal },
    {
      onEvidence: (e) => evidence.push(e),
      onCall: (tool, outcome) => calls.push(`${tool} ${outcome}`),
    },
  );
  const turn: Turn = { question, context: undefined, history: [], tools, signal, ...rest };
  return { turn, evidence, calls, say: (piece) => (text += piece), text: () => text };
}
