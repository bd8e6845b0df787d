import { type Anomaly, type Evidence, GetIncident, QueryView } from '@cloudops/contracts';
import { z } from 'zod';
import { observedVersusExpected, signalName } from '../wording/describe-anomaly.ts';
import { describeAlert } from '../wording/describe-alert.ts';
import { describeIncident } from '../wording/describe-incident.ts';
import { clock } from '../wording/instants.ts';
import { unitOf } from '../wording/quantity.ts';
import { CHART_POINTS, chartOf } from './chart.ts';
import { defineTool, type ToolScope } from './tool.ts';

const MARGIN_MS = 10 * 60_000;

/** One incident: signals with observed and expected values, causes, timeline, and a chart of its first signal. */
export const incidentTool = defineTool({
  name: 'incident',
  description: 'One incident in full: why it is one, anomalous signals with observed and expected values, likely causes, timeline.',
  schema: z.object({ id: z.string().max(100) }),
  async run({ id }, scope) {
    const { incident, timeline } = await scope.facts.ask(GetIncident, { id }, { signal: scope.signal });
    const { now } = scope;
    const first = incident.anomalies[0];
    return {
      data: { incident, timeline },
      lines: [
        describeIncident(incident, now),
        `why an incident: ${incident.reason}`,
        ...incident.anomalies.slice(0, 8).map((a) => `signal: ${a.entity.id}: ${observedVersusExpected(a)}`),
        ...incident.alerts.slice(0, 8).map((a) => `alert: ${describeAlert(a)}`),
        ...incident.causes.slice(0, 3).map((c) => `likely cause ${c.rank}: ${c.metric} of ${c.entity.id}: ${c.reason}`),
        ...timeline.slice(-20).map((t) => `${clock(t.at, now)} ${t.text}`),
      ],
      summary: describeIncident(incident, now),
      link: `/#/incidents/${encodeURIComponent(incident.id)}`,
      chart: first === undefined ? null : await signalChart(first, scope).catch(() => null),
    };
  },
});

async function signalChart(a: Anomaly, { facts, now, signal }: ToolScope): Promise<Evidence['chart']> {
  const from = Date.parse(a.onsetAt) - MARGIN_MS;
  const to = Math.min(now.getTime(), (a.clearedAt === null ? now.getTime() : Date.parse(a.clearedAt)) + MARGIN_MS);
  const { points } = await facts.ask(QueryView, { view: a.view, from, to: Math.max(from, to), maxPoints: CHART_POINTS }, { signal });
  return chartOf(`${signalName(a)} of ${a.entity.id}`, unitOf(a.series.name, a.view.kind), points);
}
