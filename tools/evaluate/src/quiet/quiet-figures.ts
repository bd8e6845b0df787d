import type { Anomaly, Incident } from '@cloudops/contracts';

const WEEK_MS = 7 * 86_400_000;
/** What the acceptance line speaks of. */
const STACK = { hosts: 50, series: 10_000 };

/** How long each entity was watched: `kind/id`, first and last sample time in ms. */
export type Spans = ReadonlyMap<string, { readonly from: number; readonly to: number }>;

export interface QuietFigures {
  readonly entities: number;
  readonly series: number;
  readonly entityWeeks: number;
  readonly incidents: number;
  readonly anomalies: number;
  /** The same for 50 entities and one week. */
  readonly weekly: { readonly incidents: number; readonly anomalies: number };
  /** Of a stack of 10,000 series and one week. */
  readonly weeklyOf10kSeries: { readonly incidents: number; readonly anomalies: number };
  readonly by: {
    readonly kind: Record<string, number>;
    readonly severity: Record<string, number>;
    readonly metric: Record<string, number>;
    /** Incidents by the reason for which they were opened, names of entities left out. */
    readonly reason: Record<string, number>;
    /** Incidents by day since the entity's first sample. */
    readonly day: Record<string, number>;
  };
}

/** Counts what was found in recordings of healthy hosts, where all of it is false. */
export class QuietCount {
  private readonly counts = { kind: new Map<string, number>(), severity: new Map<string, number>(), metric: new Map<string, number>() };
  private readonly reasons = new Map<string, number>();
  private readonly days = new Map<string, number>();
  private anomalies = 0;
  private incidents = 0;

  constructor(private readonly spans: Spans) {}

  detected({ kind, severity, series }: Anomaly): void {
    this.anomalies += 1;
    count(this.counts.kind, kind);
    count(this.counts.severity, severity);
    count(this.counts.metric, series.name);
  }

  opened({ reason, entity, openedAt }: Incident): void {
    this.incidents += 1;
    count(this.reasons, reason);
    const from = this.spans.get(`${entity.kind}/${entity.id}`)?.from ?? 0;
    count(this.days, String(Math.floor((Date.parse(openedAt) - from) / (WEEK_MS / 7))));
  }

  figures(series: number): QuietFigures {
    const entityWeeks = [...this.spans.values()].reduce((sum, { from, to }) => sum + (to - from) / WEEK_MS, 0);
    const entities = this.spans.size;
    const scale = (found: number, stacks: number): number => Math.round((found / stacks) * 100) / 100;
    const weekly = (stacks: number) => ({ incidents: scale(this.incidents, stacks), anomalies: scale(this.anomalies, stacks) });
    return {
      entities,
      series,
      entityWeeks: Math.round(entityWeeks * 1000) / 1000,
      incidents: this.incidents,
      anomalies: this.anomalies,
      weekly: weekly(entityWeeks / STACK.hosts),
      weeklyOf10kSeries: weekly((entityWeeks / entities) * (series / STACK.series)),
      by: {
        kind: sorted(this.counts.kind),
        severity: sorted(this.counts.severity),
        metric: sorted(this.counts.metric, 20),
        reason: sorted(this.reasons),
        day: sorted(this.days),
      },
    };
  }
}

const count = (counts: Map<string, number>, key: string): void => void counts.set(key, (counts.get(key) ?? 0) + 1);
const sorted = (counts: ReadonlyMap<string, number>, most = 100): Record<string, number> =>
  Object.fromEntries([...counts].toSorted(([, a], [, b]) => b - a).slice(0, most));
