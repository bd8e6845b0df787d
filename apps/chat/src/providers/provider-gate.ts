import { circuitBreaker, CircuitState, ConsecutiveBreaker, handleWhen, timeout, TimeoutStrategy } from 'cockatiel';
import type { ChatProvider, Say, Tokens, Turn } from './chat-provider.ts';
import { ProviderFailure } from './provider-failure.ts';

const FAILURES_TO_OPEN = 3;
const REST_MS = 30_000;

/**
 * One provider behind its deadline and circuit breaker: three failures in a row rest it for 30 s, then one question
 * probes it; a Retry-After rests it for as long as it asked.
 */
export class ProviderGate {
  private readonly breaker = circuitBreaker(
    handleWhen((error) => error instanceof ProviderFailure),
    { halfOpenAfter: REST_MS, breaker: new ConsecutiveBreaker(FAILURES_TO_OPEN) },
  );
  private restUntil = 0;

  constructor(
    readonly provider: ChatProvider,
    private readonly clock: () => number = Date.now,
  ) {}

  /** Whether it would not be asked now. While one question probes, the others do not wait for its outcome. */
  get resting(): boolean {
    return this.clock() < this.restUntil || this.breaker.state === CircuitState.HalfOpen;
  }

  /**
   * The provider's answer within `budgetMs`, retries and tool calls included; nothing is said after that.
   * @throws ProviderFailure, or what aborted the turn
   */
  async answer(turn: Turn, say: Say, budgetMs: number): Promise<Tokens> {
    if (this.resting) throw new ProviderFailure('resting');
    try {
      return await this.breaker.execute(() => this.withinBudget(turn, say, budgetMs));
    } catch (error) {
      turn.signal.throwIfAborted();
      const failure = asFailure(error);
      if (failure.retryAfterMs !== undefined) this.restUntil = Math.max(this.restUntil, this.clock() + failure.retryAfterMs);
      throw failure;
    }
  }

  private async withinBudget(turn: Turn, say: Say, budgetMs: number): Promise<Tokens> {
    let over = false;
    const sayInTime: Say = (text) => {
      if (!over) say(text);
    };
    try {
      const limit = timeout(budgetMs, TimeoutStrategy.Aggressive);
      return await limit.execute(({ signal }) => this.provider.answer(turn, sayInTime, signal), turn.signal);
    } catch (error) {
      turn.signal.throwIfAborted();
      throw asFailure(error);
    } finally {
      over = true;
    }
  }
}

function asFailure(error: unknown): ProviderFailure {
  if (error instanceof ProviderFailure) return error;
  const flags = error as { isBrokenCircuitError?: boolean; isTaskCancelledError?: boolean } | undefined;
  if (flags?.isBrokenCircuitError === true) return new ProviderFailure('resting');
  if (flags?.isTaskCancelledError === true) return new ProviderFailure('timeout');
  return new ProviderFailure('bad-answer');
}
