import { type Incident, weeklyText } from '@cloudops/contracts';
import type { IncidentCommand } from '../incident-command.ts';
import type { Verdict } from '../incident-event.ts';

/** What a person said of one of the incident's anomalies, for its timeline; also when the incident is over. */
export function judged({ anomaly, at }: Extract<IncidentCommand, { type: 'anomaly-judged' }>, incident: Incident | undefined): Verdict {
  const { feedback } = anomaly;
  const known = incident?.anomalies.find((a) => a.id === anomaly.id);
  if (!feedback || !known) return { events: [], reason: 'not-in-an-incident' };
  if (known.feedback?.at === feedback.at) return { events: [], reason: 'said-already' };
  const words = {
    right: 'is rightly an anomaly',
    'not-an-anomaly': 'is not an anomaly; as much is tolerated from now on',
    expected: `is expected ${feedback.window ? weeklyText(feedback.window) : ''}`.trim(),
  };
  const reason = `${feedback.by} says that ${anomaly.series.name} of ${anomaly.entity.id} ${words[feedback.verdict]}`;
  // the incident's own copy may be ahead of the anomaly's row
  return { events: [{ type: 'anomaly-judged', anomaly: { ...known, feedback }, at, reason }], reason };
}
