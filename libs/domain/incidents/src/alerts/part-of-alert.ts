import type { Alert, IncidentAlert, Labels } from '@cloudops/contracts';

/** What people read first; the whole alert is in the list of alerts. */
const ANNOTATIONS = ['summary', 'description', 'message', 'runbook_url', 'dashboard_url'];
const MAX_CHARS = 500;
const MAX_LABELS = 30;

/** An alert as an incident carries it: an incident travels as one message and must stay small. */
export function partOfAlert(alert: Alert, firings: number): IncidentAlert {
  const cut = (labels: readonly (readonly [string, string])[]): Labels =>
    Object.fromEntries(labels.map(([name, value]) => [name, value.slice(0, MAX_CHARS)]));
  return {
    ...alert,
    labels: cut(Object.entries(alert.labels).slice(0, MAX_LABELS)),
    annotations: cut(Object.entries(alert.annotations).filter(([name]) => ANNOTATIONS.includes(name))),
    firings,
  };
}
