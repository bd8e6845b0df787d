import { PromqlQuery } from '@cloudops/contracts';
import { Bus } from '@cloudops/platform-bus';
import { Injectable } from '@nestjs/common';
import { Expressions } from '../domain/expressions.ts';

/** A proposal waits for it. */
const DEADLINE_MS = 5_000;

@Injectable()
export class BusExpressions extends Expressions {
  constructor(private readonly bus: Bus) {
    super();
  }

  override async holds(promql: string, at: Date): Promise<boolean> {
    const pieces = this.bus.requestStream(PromqlQuery, { query: promql, time: at.getTime() }, { deadlineMs: DEADLINE_MS });
    for await (const { series } of pieces) if (series.length > 0) return true;
    return false;
  }
}
