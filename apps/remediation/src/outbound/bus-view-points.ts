import { QueryView, type Point, type SeriesView } from '@cloudops/contracts';
import { Bus } from '@cloudops/platform-bus';
import { Injectable } from '@nestjs/common';
import { ViewPoints } from '../domain/view-points.ts';

@Injectable()
export class BusViewPoints extends ViewPoints {
  constructor(private readonly bus: Bus) {
    super();
  }

  override async between(view: SeriesView, from: Date, to: Date): Promise<readonly Point[]> {
    const { points } = await this.bus.request(QueryView, { view, from: from.getTime(), to: to.getTime(), maxPoints: 5_000 });
    return points;
  }
}
