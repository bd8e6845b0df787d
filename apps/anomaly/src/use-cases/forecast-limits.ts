import type { Forecast } from '@cloudops/contracts';
import { forecastOf, LevelTrack, STEP_MS } from '@cloudops/domain-detection';
import { Injectable } from '@nestjs/common';
import { type BoundedLevel, boundedLevels } from '../domain/bounded-levels.ts';
import { LiveViews } from '../domain/live-views.ts';
import { ViewHistory } from '../domain/view-history.ts';

const WEEK_MS = 7 * 86_400_000;
const WEEK_POINTS = WEEK_MS / STEP_MS;
/** Pasts that are read in one round: what was just met is not all read at once. */
const READS = 100;
/** Forecasts that are made before others get a turn; each takes up to about 10 ms. */
const AT_A_TIME = 5;
/** Shorter than half an hour no trend is drawn. */
const LEARNING_MS = 30 * 60_000;

interface Track {
  readonly levels: LevelTrack;
  /** ms of the oldest sample that is known. */
  since: number;
  hasPast: boolean;
}

/** Follows everything bounded and foretells when it is used up; it informs and does nothing else. */
@Injectable()
export class ForecastLimits {
  private tracks = new Map<string, Track>();
  private made: { forecasts: Forecast[]; watched: number; learning: number } = { forecasts: [], watched: 0, learning: 0 };

  constructor(
    private readonly views: LiveViews,
    private readonly history: ViewHistory,
  ) {}

  /** Soonest first, of the last round. */
  list(limit: number): { forecasts: Forecast[]; watched: number; learning: number } {
    return { ...this.made, forecasts: this.made.forecasts.slice(0, limit) };
  }

  /** One round: takes the levels of now, reads pasts that are missing, and foretells. @param now ms. @throws DomainError when history cannot be asked now; what is known stays. */
  async renew(now: number): Promise<void> {
    const levels = boundedLevels(this.views, now);
    const followed = new Map(levels.map((level) => [level.view.watched.key, level]));
    this.tracks = new Map([...this.tracks].filter(([key]) => followed.has(key)));
    for (const level of levels) this.follow(level);
    try {
      await this.readPasts(levels, now);
    } finally {
      await this.foretell(levels, now);
    }
  }

  private follow({ view, time, left }: BoundedLevel): void {
    const { key } = view.watched;
    const track = this.tracks.get(key) ?? { levels: new LevelTrack(), since: time, hasPast: false };
    track.levels.put(time, left);
    this.tracks.set(key, track);
  }

  private async readPasts(levels: readonly BoundedLevel[], now: number): Promise<void> {
    const wanted = levels.filter(({ view, quantity }) => quantity.kind !== 'expiry' && !this.tracks.get(view.watched.key)!.hasPast);
    for (const { view, leftOf } of wanted.slice(0, READS)) {
      const track = this.tracks.get(view.watched.key)!;
      const points = await this.history.points(view.watched.view, now - WEEK_MS, now, WEEK_POINTS);
      track.levels.fill(points.map(([time, value]) => [time, value === null ? null : leftOf(value)]));
      track.since = Math.min(track.since, points[0]?.[0] ?? Infinity);
      track.hasPast = true;
    }
  }

  private async foretell(levels: readonly BoundedLevel[], now: number): Promise<void> {
    const forecasts: Forecast[] = [];
    let learning = 0;
    for (const [i, { view, quantity }] of levels.entries()) {
      if (i % AT_A_TIME === AT_A_TIME - 1) await new Promise((resolve) => setImmediate(resolve));
      const track = this.tracks.get(view.watched.key)!;
      if (quantity.kind !== 'expiry' && now - track.since < LEARNING_MS) learning++;
      const forecast = forecastOf(view.watched, quantity, track.levels.levels(), STEP_MS, now);
      if (forecast) forecasts.push(forecast);
    }
    forecasts.sort((a, b) => Date.parse(a.at) - Date.parse(b.at));
    this.made = { forecasts, watched: levels.length, learning };
  }
}
