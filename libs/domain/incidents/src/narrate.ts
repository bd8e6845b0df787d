import type { Incident, IncidentAlert, Remediation } from '@cloudops/contracts';
import type { IncidentEvent } from './incident-event.ts';
import { narrateAction } from './people/narrate-action.ts';
import { narrateReshaping, narrateSplit } from './people/narrate-reshaping.ts';

/** Subject under which a change of an incident is published and told. */
export const subjectOf = (event: IncidentEvent): 'incident.opened.v1' | 'incident.updated.v1' | 'incident.resolved.v1' =>
  event.type === 'opened' ? 'incident.opened.v1' : isOver(event) ? 'incident.resolved.v1' : 'incident.updated.v1';

const isOver = ({ type }: IncidentEvent): boolean => type === 'resolved' || type === 'merged';

/** A line of the timeline about the incident itself. */
export function narrateIncident(event: IncidentEvent, incident: Incident): string {
  switch (event.type) {
    case 'opened':
      if (event.splitFrom) return narrateSplit(event.splitFrom, incident);
      return `Incident opened: ${incident.title}, ${incident.severity}. Reason: ${event.reason}. ${event.kind === 'anomaly' ? event.anomalies[0]!.reason : tellAlert(event.alerts[0]!)}.`;
    case 'joined':
      return `Another signal joined: ${event.anomaly.reason}.`;
    case 'grew':
      return `It got worse (${event.anomaly.severity}): ${event.anomaly.reason}.`;
    case 'anomaly-cleared':
      return `Cleared: ${event.anomaly.reason}.`;
    case 'alert-fired':
      return `Another alert: ${event.reason}. ${tellAlert(event.alert)}.`;
    case 'alert-resolved':
      return `No longer firing: ${event.reason}.`;
    case 'reconsidered':
      return `Causes ranked anew, ${event.reason}. Likeliest now: ${event.causes[0] ? `${event.causes[0].metric} of ${event.causes[0].entity.id}` : 'nothing'}.`;
    case 'resolved':
      return `Incident resolved: ${event.reason}.`;
    case 'person-acted':
      return narrateAction(event);
    case 'merged':
    case 'took-over':
    case 'parted':
      return narrateReshaping(event);
    case 'anomaly-judged':
      return `${event.reason}.`;
    case 'woke':
      return `The snooze is over: ${event.reason}.`;
  }
}

const MAX_TEXT = 300;

/** Its text is somebody else's: quoted, in one line, cut. */
function tellAlert({ name, severity, startsAt, annotations, truncatedAlerts }: IncidentAlert): string {
  const text = (annotations.summary ?? annotations.message ?? annotations.description ?? '').replaceAll(/[\s\p{Cc}]+/gu, ' ').trim();
  const said = text === '' ? '' : `: "${text.slice(0, MAX_TEXT)}"`;
  const left = truncatedAlerts > 0 ? `; its sender left out ${truncatedAlerts} more of its group` : '';
  return `${name} (${severity}) since ${startsAt}${said}${left}`;
}

const STEPS: Readonly<Record<string, (r: Remediation) => string>> = {
  'remediation.proposed.v1': (r) =>
    `Runbook ${r.runbook.id} proposes: ${r.plan}${r.policy.mode === 'suggest' ? ' (suggested: shown, not done)' : ''}. Policy ${r.policy.rule}: ${r.policy.reason}.`,
  'remediation.refused.v1': (r) => `Runbook ${r.runbook.id} was refused: ${r.reason}.`,
  'remediation.approved.v1': (r) => `Approved by ${r.approvedBy?.id ?? 'nobody'}: ${r.plan}. ${r.reason}.`,
  'remediation.expired.v1': (r) => `Nobody approved "${r.plan}" in time; the proposal has expired.`,
  'remediation.started.v1': (r) => `Executing: ${r.plan}.`,
  'remediation.verified.v1': (r) => `Verified: after "${r.plan}" ${r.reason}.`,
  'remediation.rolled-back.v1': (r) => `"${r.plan}" did not help and was rolled back: ${r.reason}.`,
  'remediation.failed.v1': (r) => `"${r.plan}" failed: ${r.reason}.`,
  'remediation.unknown.v1': (r) => `The outcome of "${r.plan}" is unknown, a person must look: ${r.reason}.`,
};

/** A line of the timeline about a step of a remediation; `subject` is the event's. */
export function narrateRemediation(subject: string, remediation: Remediation): string {
  const text = STEPS[subject]?.(remediation) ?? `Remediation ${remediation.state}: ${remediation.reason}.`;
  return `${text}${remediation.escalated ? ' Escalated to a person.' : ''}`.replace(/\.\.(?=\s|$)/g, '.');
}
