import {
  Anomaly,
  entityKey,
  HistoryShed,
  Incident,
  ModelChange,
  ModelChanged,
  ModelTraining,
  Remediation,
  TrainingProgressed,
} from '@cloudops/contracts';
import { trainingLine } from './commands/models.ts';
import { plain } from './terminal.ts';

/** One change in one line: time, subject, what it is about. */
export function eventLine(subject: string, data: unknown): string {
  if (subject === 'reset') return 'some changes were missed; `cloudops incidents` shows how things are';
  const [time, text] = describe(subject, data);
  return `${time}  ${subject.replace(/\.v\d+$/, '').padEnd(22)}  ${plain(text)}`;
}

function describe(subject: string, data: unknown): [time: string, text: string] {
  const anomaly = subject.startsWith('anomaly.') ? Anomaly.safeParse(data).data : undefined;
  if (anomaly) return [anomaly.clearedAt ?? anomaly.detectedAt, `${anomaly.series.name} of ${anomaly.entity.id}: ${anomaly.reason}`];
  const incident = subject.startsWith('incident.') ? Incident.safeParse((data as { incident?: unknown } | null)?.incident).data : undefined;
  if (incident) return [incident.updatedAt, `${incident.id}: ${incident.title}`];
  const remediation = subject.startsWith('remediation.') ? Remediation.safeParse(data).data : undefined;
  if (remediation)
    return [remediation.history.at(-1)?.at ?? remediation.proposedAt, `${remediation.id}: ${remediation.plan}: ${remediation.reason}`];
  const shed = subject === HistoryShed.subject ? HistoryShed.schema.safeParse(data).data : undefined;
  if (shed) return [shed.before, `${shed.samples} ${shed.what} samples from before went before their time (${shed.reason})`];
  const training = subject === TrainingProgressed.subject ? ModelTraining.safeParse(data).data : undefined;
  if (training) return [training.endedAt ?? training.startedAt ?? training.queuedAt, trainingLine(training)];
  const model = subject === ModelChanged.subject ? ModelChange.safeParse(data).data : undefined;
  if (model)
    return [
      model.since,
      `${entityKey(model.entity)}: ${model.version === 0 ? 'the linear baseline' : `version ${model.version}`}: ${model.reason}`,
    ];
  return [' '.repeat(24), JSON.stringify(data)];
}
