import { type Anomaly, type AnomalyExplanation, DomainError, type Point } from '@cloudops/contracts';
import { grafanaLink, howRare, nearestAnomalies, promqlOf, sampleFlow, usualGap, viewKey } from '@cloudops/domain-detection';
import { Injectable } from '@nestjs/common';
import { LiveViews } from '../domain/live-views.ts';
import { PastAnomalies } from '../domain/past-anomalies.ts';
import { ViewHistory } from '../domain/view-history.ts';

const DAY_MS = 86_400_000;
const HOUR_MS = 3_600_000;
/** How far back is looked for something as rare; less where that would be too many samples. */
const LOOK_BACK_DAYS = [92, 30, 7, 1];
const MOST_POINTS = 5_000;
/** Shown around an anomaly, and looked at to see whether samples still come. */
const AROUND_MS = HOUR_MS;
const SIMILAR = 3;

/** Grafana, where there is one. */
export abstract class Grafana {
  abstract readonly url: string | undefined;
  abstract readonly datasource: string;
}

/** Puts an anomaly beside what came before it, from a bounded part of history. */
@Injectable()
export class ComposeExplanation {
  constructor(
    private readonly past: PastAnomalies,
    private readonly history: ViewHistory,
    private readonly views: LiveViews,
    private readonly grafana: Grafana,
  ) {}

  /** @param now ms. @throws DomainError `not-found`. */
  async compose(id: string, now: number): Promise<AnomalyExplanation> {
    const anomaly = await this.past.find(id);
    const onset = Date.parse(anomaly.onsetAt);
    const end = anomaly.clearedAt === null ? now : Math.min(now, Date.parse(anomaly.clearedAt));
    const [before, latest, earlier] = await Promise.all([
      this.before(anomaly, onset - 1),
      this.history.points(anomaly.view, end - AROUND_MS, end, MOST_POINTS),
      this.past.before(anomaly),
    ]);
    const told = earlier.filter(
      ({ kind, view }) => kind === anomaly.kind && (kind === 'together' || viewKey(view) === viewKey(anomaly.view)),
    );
    const links = this.links(anomaly, onset, end, latest);
    return {
      anomaly,
      rarity: howRare(
        anomaly,
        before,
        told.map((other) => Date.parse(other.onsetAt)),
      ),
      samples: sampleFlow(latest, end, this.views.neighboursOf(anomaly, end)),
      similar: await this.similar(anomaly, earlier),
      links,
    };
  }

  private async before({ view }: Anomaly, to: number): Promise<Point[]> {
    for (const days of LOOK_BACK_DAYS) {
      try {
        return await this.history.points(view, to - days * DAY_MS, to, MOST_POINTS);
      } catch (error) {
        if (!(error instanceof DomainError) || error.kind !== 'too-large') throw error;
      }
    }
    return [];
  }

  private async similar(anomaly: Anomaly, earlier: readonly Anomaly[]): Promise<AnomalyExplanation['similar']> {
    const nearest = nearestAnomalies(anomaly, earlier, SIMILAR);
    const incidents = await this.past.incidentsOf(
      anomaly.entity,
      nearest.map((n) => n.anomaly.id),
    );
    return nearest.map(({ anomaly: { id, onsetAt, clearedAt }, text }) => ({
      id,
      onsetAt,
      clearedAt,
      text,
      incidentId: incidents.get(id) ?? null,
    }));
  }

  private links({ id, series, view }: Anomaly, onset: number, end: number, latest: readonly Point[]): AnomalyExplanation['links'] {
    const query = promqlOf(series, view, usualGap(latest.map(([time]) => time)));
    const range = { query, from: onset - AROUND_MS, to: end };
    const { url, datasource } = this.grafana;
    return {
      ...range,
      console: `/#/anomalies/${encodeURIComponent(id)}`,
      grafana: url === undefined ? null : grafanaLink(range, url, datasource),
    };
  }
}
