import { type Point, QueryView, type SeriesView } from '@cloudops/contracts';
import { Bus } from '@cloudops/platform-bus';
import { Injectable } from '@nestjs/common';
import { ViewHistory } from '../domain/view-history.ts';

@Injectable()
export class BusViewHistory extends ViewHistory {
  constructor(private readonly bus: Bus) {
    super();
  }

  async points(view: SeriesView, from: number, to: number, maxPoints: number): Promise<Point[]> {
    return (await this.bus.request(QueryView, { view, from: Math.max(0, Math.floor(from)), to: Math.floor(to), maxPoints })).points;
  }
}
