import { BackfillStatus, PromqlRange } from '@cloudops/contracts';
import { ROW_MS } from '@cloudops/domain-detection';
import { Bus } from '@cloudops/platform-bus';
import { Injectable } from '@nestjs/common';
import { EntityHistory, type PastRows } from '../domain/entity-history.ts';
import type { EntitySignal } from '../domain/entity-signal.ts';
import { historyQuery } from '../domain/history-query.ts';

/** Asked for at a time, so that a query of somebody else gets its turn in between. */
const PIECE_MS = 5 * 86_400_000;

@Injectable()
export class BusEntityHistory extends EntityHistory {
  constructor(private readonly bus: Bus) {
    super();
  }

  async read(signals: readonly EntitySignal[], from: number, to: number): Promise<PastRows> {
    const start = Math.floor(from / ROW_MS) * ROW_MS + ROW_MS;
    const length = Math.max(0, Math.floor((to - start) / ROW_MS) + 1);
    const columns: Float64Array[] = [];
    for (const signal of signals) columns.push(await this.column(historyQuery([...signal.views.values()]), start, length));
    const known = Array.from({ length }, (_, at) => at).filter((at) => columns.some((column) => Number.isFinite(column[at])));
    return {
      times: Float64Array.from(known, (at) => start + at * ROW_MS),
      columns: columns.map((column) => Float64Array.from(known, (at) => column[at]!)),
    };
  }

  async filledAt(): Promise<number> {
    const { backfills } = await this.bus.request(BackfillStatus, {});
    return Math.max(0, ...backfills.filter(({ state }) => state === 'done').map(({ updatedAt }) => Date.parse(updatedAt)));
  }

  private async column(query: string, start: number, length: number): Promise<Float64Array> {
    const column = new Float64Array(length).fill(NaN);
    const last = start + (length - 1) * ROW_MS;
    for (let from = start; from <= last; from += PIECE_MS) {
      const range = { query, start: from, end: Math.min(last, from + PIECE_MS - ROW_MS), stepMs: ROW_MS };
      for await (const { series } of this.bus.requestStream(PromqlRange, range)) {
        for (const { times, values } of series) times.forEach((time, i) => (column[(time - start) / ROW_MS] = Number(values[i])));
      }
    }
    return column;
  }
}
