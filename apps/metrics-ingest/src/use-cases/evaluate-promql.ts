import type { PromqlResult } from '@cloudops/contracts';
import { evaluateInstant, evaluateRange, QueriedSeries, type QueryEnvironment, type QueryResult } from '@cloudops/domain-promql';
import { Injectable } from '@nestjs/common';
import { AskUpstream } from './ask-upstream.ts';
import { QueryTurns } from './query-turns.ts';
import { SelectHistograms } from './select-histograms.ts';

/** Points and series in one piece of a reply: about 200 KiB of JSON. */
const PIECE_POINTS = 5_000;
const PIECE_SERIES = 500;

interface Asked {
  readonly query: string;
  readonly lookbackMs?: number | undefined;
}

/** Evaluates PromQL over owned data, a few queries at a time, and hands the result out in pieces. */
@Injectable()
export class EvaluatePromql {
  constructor(
    private readonly series: QueriedSeries,
    private readonly turns: QueryTurns,
    private readonly upstream: AskUpstream,
    private readonly histograms: SelectHistograms,
  ) {}

  /** @throws DomainError of `evaluateInstant`, or `overloaded` */
  async *instant(asked: Asked & { readonly time: number }, signal: AbortSignal): AsyncGenerator<PromqlResult> {
    const environment = this.environment(asked, signal);
    const steps = { ...asked, start: asked.time, end: asked.time, stepMs: 1 };
    const evaluate = async () => this.histograms.execute(steps, await evaluateInstant(asked.query, asked.time, environment), signal);
    const own = this.turns.take(evaluate, signal);
    yield* piecesOf(await own.catch((error) => this.upstream.instead(error, (upstream) => upstream.instant(asked, signal), signal)));
  }

  /** @throws DomainError of `evaluateRange`, or `overloaded` */
  async *range(
    asked: Asked & { readonly start: number; readonly end: number; readonly stepMs: number },
    signal: AbortSignal,
  ): AsyncGenerator<PromqlResult> {
    const { start, end, stepMs: step } = asked;
    const environment = this.environment(asked, signal);
    const evaluate = async () =>
      this.histograms.execute(asked, await evaluateRange(asked.query, { start, end, step }, environment), signal);
    const own = this.turns.take(evaluate, signal);
    yield* piecesOf(await own.catch((error) => this.upstream.instead(error, (upstream) => upstream.range(asked, signal), signal)));
  }

  private environment({ lookbackMs }: Asked, signal: AbortSignal): QueryEnvironment {
    return { series: this.series, signal, lookbackMs, pause: () => new Promise((resolve) => setImmediate(resolve)) };
  }
}

function* piecesOf({ type, series, warnings }: QueryResult): Generator<PromqlResult> {
  let piece: PromqlResult = { type, continued: false, series: [], ...(warnings.length > 0 ? { warnings } : {}) };
  let points = 0;
  let yielded = false;
  for (const { metric, times, values, histograms } of series) {
    if (histograms !== undefined && times.length === 0) piece.series.push({ metric, times, values, histograms });
    for (let at = 0; at < times.length;) {
      if (points >= PIECE_POINTS || piece.series.length >= PIECE_SERIES) {
        yield piece;
        yielded = true;
        piece = { type, continued: at > 0, series: [] };
        points = 0;
      }
      const end = Math.min(times.length, at + PIECE_POINTS - points);
      const complex = histograms !== undefined && at === 0 ? { histograms } : {};
      piece.series.push({ metric, times: times.slice(at, end), values: values.slice(at, end), ...complex });
      points += end - at;
      at = end;
    }
  }
  if (!yielded || piece.series.length > 0) yield piece;
}
