import { DomainError } from '@cloudops/contracts';
import { type QueryResult, UpstreamQueries } from '@cloudops/domain-promql';
import { Inject, Injectable } from '@nestjs/common';
import { CONFIG, type MetricsIngestConfig } from '../metrics-ingest.config.ts';
import { QueryTurns } from './query-turns.ts';

/** Passes a query on that is refused here: to the one Prometheus that is configured, a few at a time, apart from our own. */
@Injectable()
export class AskUpstream {
  private readonly turns = new QueryTurns();

  constructor(
    private readonly upstream: UpstreamQueries,
    @Inject(CONFIG) private readonly config: MetricsIngestConfig,
  ) {}

  /** What the upstream makes of it, saying so; the refusal itself where nobody else is to be asked. @throws DomainError */
  async instead(refusal: unknown, ask: (upstream: UpstreamQueries) => Promise<QueryResult>, signal: AbortSignal): Promise<QueryResult> {
    if (!(refusal instanceof DomainError) || !this.upstream.isConfigured || !this.passes(refusal.code)) throw refusal;
    const result = await this.turns.take(() => ask(this.upstream), signal);
    const why = refusal.message.replace(/^invalid parameter "query": /, '').replace(/; ask the Prometheus that holds the data$/, '');
    return { ...result, warnings: [...result.warnings, `answered by the upstream Prometheus: ${why}`] };
  }

  /** What our evaluator does not know; where the upstream has the history, also what is too much for us. */
  private passes(code: string): boolean {
    return code === 'promql-unsupported' || (code === 'promql-too-costly' && this.config.HISTORY === 'upstream');
  }
}
