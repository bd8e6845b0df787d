import type { PromqlResult } from '@cloudops/contracts';
import { evaluateInstant, evaluateRange, QueriedSeries, type QueryEnvironment, type QueryResult } from '@cloudops/domain-promql';
import { Injectable } from '@nestjs/common';
import { QueryTurns } from './query-turns.ts';

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
  ) {}

  /** @throws DomainError of `evaluateInstant`, or `overloaded` */
  async *instant(asked: Asked & { readonly time: number }, signal: AbortSignal): AsyncGenerator<PromqlResult> {
    const environment = this.environment(asked, signal);
    yield* piecesOf(await this.turns.take(() => evaluateInstant(asked.query, asked.time, environment), signal));
  }

  /** @throws DomainError of `evaluateRange`, or `overloaded` */
  async *range(
    { start, end, stepMs, ...asked }: Asked & { readonly start: number; readonly end: number; readonly stepMs: number },
    signal: AbortSignal,
  ): AsyncGenerator<PromqlResult> {
    const environment = this.environment(asked, signal);
    yield* piecesOf(await this.turns.take(() => evaluateRange(asked.query, { start, end, step: stepMs }, environment), signal));
  }

  private environment({ lookbackMs }: Asked, signal: AbortSignal): QueryEnvironment {
    return { series: this.series, signal, lookbackMs, pause: () => new Promise((resolve) => setImmediate(resolve)) };
  }
}

function* piecesOf({ type, series }: QueryResult): Generator<PromqlResult> {
  let piece: PromqlResult = { type, continued: false, series: [] };
  let points = 0;
  let yielded = false;
  for (const { metric, times, values } of series) {
    for (let at = 0; at < times.length;) {
      if (points >= PIECE_POINTS || piece.series.length >= PIECE_SERIES) {
        yield piece;
        yielded = true;
        piece = { type, continued: at > 0, series: [] };
        points = 0;
      }
      const end = Math.min(times.length, at + PIECE_POINTS - points);
      piece.series.push({ metric, times: times.slice(at, end), values: values.slice(at, end) });
      points += end - at;
      at = end;
    }
  }
  if (!yielded || piece.series.length > 0) yield piece;
}
