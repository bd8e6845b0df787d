import { type Incident, Severity, severityRank } from '@cloudops/contracts';
import { causesOf, type Neighbourhood } from './causes/neighbourhood.ts';
import { kindOf } from './kind-of.ts';
import { titleOf } from './title-of.ts';

/** What follows from its parts: the order of suspects, the headline, the worst severity so far, the earliest onset. */
export function described(incident: Incident, around: Neighbourhood): Incident {
  const { anomalies, alerts } = incident;
  const rank = Math.max(...[incident, ...anomalies, ...alerts].map((a) => severityRank(a.severity)));
  const causes = causesOf(incident, around);
  return {
    ...incident,
    causes,
    title: titleOf(incident, causes),
    severity: Severity.options[rank]!,
    onsetAt: [...anomalies.map((a) => a.onsetAt), ...alerts.map((a) => a.startsAt)].sort()[0]!,
  };
}

/** The same with what it was forgotten: other parts than before make another incident of it. */
export const describedAnew = (incident: Incident, around: Neighbourhood): Incident =>
  described({ ...incident, kind: kindOf(incident), severity: 'low' }, around);
