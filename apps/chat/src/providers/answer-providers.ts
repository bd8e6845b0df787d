import type { ProviderSetting } from '../chat.config.ts';
import type { ProviderName, Say, Tokens, Turn } from './chat-provider.ts';
import { reasonFor } from './order-providers.ts';
import { ProviderFailure } from './provider-failure.ts';
import type { ProviderGate } from './provider-gate.ts';

export interface ProviderAnswer {
  readonly provider: ProviderName;
  readonly model: string;
  readonly tokens: Tokens;
  readonly reason: string;
}

/** Kept for the providers that come after, so that keyless always has time. */
const RESERVE_MS = 2_500;
const SHORTEST_BUDGET_MS = 100;

/** Asks the providers in order until one answers; the question survives every failure but that of the last. */
export class AnswerProviders {
  constructor(
    private readonly gates: readonly ProviderGate[],
    private readonly setting: ProviderSetting,
    private readonly timeoutMs: number,
    private readonly onFailure: (provider: ProviderName, failure: ProviderFailure) => void = () => undefined,
  ) {}

  /** @throws the last provider's error; what aborted the turn */
  async answer(turn: Turn, say: Say, deadline: Date): Promise<ProviderAnswer> {
    const failures: { name: ProviderName; message: string }[] = [];
    let said = '';
    const sayAndNote: Say = (text) => {
      said += text;
      say(text);
    };
    for (const [i, gate] of this.gates.entries()) {
      const { name, model } = gate.provider;
      const last = i === this.gates.length - 1;
      const left = deadline.getTime() - Date.now() - (last ? 0 : RESERVE_MS);
      if (!last && left < SHORTEST_BUDGET_MS) continue;
      try {
        const tokens = await gate.answer(turn, sayAndNote, Math.max(SHORTEST_BUDGET_MS, Math.min(this.timeoutMs, left)));
        return { provider: name, model, tokens, reason: reasonFor(name, this.setting, failures) };
      } catch (error) {
        if (!(error instanceof ProviderFailure)) throw error;
        this.onFailure(name, error);
        if (last) throw error;
        failures.push({ name, message: error.message });
        if (said !== '') sayAndNote(`\n\n(${name} broke off here; another answer follows.)\n\n`);
        said = '';
      }
    }
    throw new ProviderFailure('resting');
  }

  /** Which provider would be asked now, and why. */
  describe(): { selected: string; reason: string; configured: string[] } {
    const resting = this.gates.filter((g) => g.resting).map((g) => ({ name: g.provider.name, message: 'is resting after failures' }));
    const next = this.gates.find((g) => !g.resting) ?? this.gates.at(-1)!;
    const before = resting.filter((r) => r.name !== next.provider.name);
    const reason = reasonFor(next.provider.name, this.setting, before).replace('answered', 'answers');
    return { selected: next.provider.name, reason, configured: this.gates.map((g) => g.provider.name) };
  }
}
