import { type Anomaly, entityKey, type Incident, severityRank } from '@cloudops/contracts';
import { decide, evolve, type IncidentCommand, type RecentIncident, recentIncident } from '@cloudops/domain-incidents';
import { Findings, type Recorded } from '../domain/findings.ts';
import type { Change } from '../domain/live-view.ts';
import { isTrouble } from '../domain/live-views.ts';
import type { Snapshot } from '../domain/snapshots.ts';

interface OpenAnomaly {
  anomaly: Anomaly;
  sustained: boolean;
}

type Trouble = { -readonly [K in keyof Snapshot['troubles'][number]]: Snapshot['troubles'][number][K] };
/** Older troubles matter to no sample any more. */
const TROUBLE_MS = 2 * 3_600_000;
/** Other anomalies of one entity that matter for a verdict, at most: as many as Postgres is asked for. */
const MAX_OTHERS = 100;

/** What Postgres keeps of findings, as far as verdicts depend on it; for the replay of a recorded past, which keeps nothing. */
export class InMemoryFindings extends Findings {
  private readonly open = new Map<string, Map<string, OpenAnomaly>>();
  private readonly incidents = new Map<string, Incident>();
  private readonly latest = new Map<string, RecentIncident>();
  private readonly troubledBy = new Map<string, Trouble>();

  constructor(private readonly recorded: (recorded: Recorded) => void) {
    super();
  }

  async record(changes: readonly Change[]): Promise<void> {
    const detected: Anomaly[] = [];
    const opened: Incident[] = [];
    for (const change of changes) {
      const incident = this.recordOne(change, detected);
      if (incident) opened.push(incident);
    }
    if (detected.length > 0 || opened.length > 0) this.recorded({ detected, opened });
  }

  async closeQuiet(now: Date, quietMs: number): Promise<number> {
    const quiet = [...this.incidents].filter(([, { anomalies }]) => anomalies.every((a) => a.clearedAt !== null));
    for (const [entity] of quiet) this.apply(entity, { type: 'time-passed', at: now.toISOString(), quietMs });
    return quiet.length;
  }

  /** Nobody silences a recorded past. */
  async releaseSilenced(): Promise<number> {
    return 0;
  }

  /** Troubles that are under way, or ended in the last hours. */
  get troubles(): Snapshot['troubles'] {
    return [...this.troubledBy.values()];
  }

  private recordOne({ anomaly, transition }: Change, detected: Anomaly[]): Incident | undefined {
    const entity = entityKey(anomaly.entity);
    const open = this.open.get(entity) ?? new Map<string, OpenAnomaly>();
    this.open.set(entity, open);
    const known = open.get(anomaly.id);
    const at = new Date(transition.at).toISOString();
    this.noteTrouble({ anomaly, transition });
    if (transition.type === 'cleared') {
      open.delete(anomaly.id);
      return (
        known && this.apply(entity, { type: 'anomaly-cleared', anomaly: { ...known.anomaly, clearedAt: at, reason: anomaly.reason }, at })
      );
    }
    if (transition.type === 'detected') {
      if (known) return undefined;
      open.set(anomaly.id, { anomaly, sustained: transition.sustained });
      detected.push(anomaly);
    } else if (!known || !grow(known, anomaly, transition.sustained)) return undefined;
    return this.apply(entity, {
      type: 'anomaly-observed',
      anomaly: open.get(anomaly.id)!.anomaly,
      sustained: transition.sustained,
      others: this.othersOf(open),
      previous: this.latest.get(entity),
      at,
    });
  }

  private noteTrouble(change: Change): void {
    const { anomaly, transition } = change;
    const known = this.troubledBy.get(anomaly.id);
    if (known && transition.type === 'cleared') known.until = transition.at;
    if (known || !isTrouble(change)) return;
    for (const [id, { until }] of this.troubledBy) if (until < transition.at - TROUBLE_MS) this.troubledBy.delete(id);
    const trouble = { entity: entityKey(anomaly.entity), anomalyId: anomaly.id, since: transition.at, until: Infinity };
    this.troubledBy.set(anomaly.id, trouble);
  }

  private othersOf(open: ReadonlyMap<string, OpenAnomaly>): Anomaly[] {
    const others = [...open.values()].flatMap((o) => (o.sustained ? [o.anomaly] : []));
    return others.toSorted((a, b) => severityRank(b.severity) - severityRank(a.severity) || (a.id < b.id ? -1 : 1)).slice(0, MAX_OTHERS);
  }

  private apply(entity: string, command: IncidentCommand): Incident | undefined {
    let incident = this.incidents.get(entity);
    let opened: Incident | undefined;
    for (const event of decide(command, incident).events) {
      incident = evolve(incident, event);
      if (event.type === 'opened') opened = incident;
      this.incidents.set(entity, incident);
      if (event.type !== 'resolved') continue;
      this.incidents.delete(entity);
      this.latest.set(entity, recentIncident(incident));
    }
    return opened;
  }
}

/** @returns whether there is anything to tell: a worse severity, or that it lasts. */
function grow(known: OpenAnomaly, { value, anomaly_score, severity, reason, severityReason }: Anomaly, sustained: boolean): boolean {
  const worse = severityRank(severity) > severityRank(known.anomaly.severity);
  if (!worse && (known.sustained || !sustained)) return false;
  known.anomaly = { ...known.anomaly, value, anomaly_score, severity, reason, severityReason };
  known.sustained ||= sustained;
  return true;
}
