import type {
  Anomaly,
  AnomalyExplanation,
  AnomalyFeedback,
  Answer,
  AnswerChunk,
  EntityDetector,
  Forecast,
  Incident,
  IncidentAction,
  IncidentMerge,
  IncidentSplit,
  ModelChange,
  ModelTraining,
  ModelVersion,
  NewFeedback,
  Point,
  Problem,
  Remediation,
  SeriesDescriptor,
  SeriesView,
  Silence,
  SilencePreview,
  SilenceState,
  TimelineEntry,
} from '@cloudops/contracts';
import { lines } from './lines.ts';

const KEY = 'cloudops.key';

export const storedKey = (): string | null => sessionStorage.getItem(KEY);
export const storeKey = (key: string): void => sessionStorage.setItem(KEY, key);
export const forgetKey = (): void => sessionStorage.removeItem(KEY);

/** A refusal from the gateway, with its problem details when it sent any. */
export class ApiError extends Error {
  readonly status: number;
  readonly problem: Problem | undefined;
  constructor(status: number, problem: Problem | undefined) {
    super(problem?.detail ?? (status === 0 ? 'The gateway cannot be reached.' : `The gateway answered ${status}.`));
    this.status = status;
    this.problem = problem;
  }
}

async function send(path: string, init: RequestInit = {}): Promise<Response> {
  const headers = new Headers(init.headers);
  headers.set('authorization', `Bearer ${storedKey() ?? ''}`);
  const response = await fetch(path, { ...init, headers }).catch((error: unknown) => {
    if (init.signal?.aborted) throw error;
    throw new ApiError(0, undefined);
  });
  if (!response.ok) throw new ApiError(response.status, (await response.json().catch(() => undefined)) as Problem | undefined);
  return response;
}

const json = (body: unknown): RequestInit => ({
  method: 'POST',
  headers: { 'content-type': 'application/json' },
  body: JSON.stringify(body),
});

async function data<T>(path: string, init?: RequestInit): Promise<T> {
  return ((await (await send(path, init)).json()) as { data: T }).data;
}

export interface StatusData {
  services: Record<string, { ready: boolean; checks: Record<string, { message: string; degraded?: boolean }> }>;
  host: { cpuPercent: number | null; memoryPercent: number | null; diskPercent: number | null };
  detectors: { series: number; learning: number; anomalous: number; tolerant: number } | null;
}

export interface SampleLine {
  series: SeriesDescriptor;
  points: Point[];
}

export interface DetectorsData {
  entities: EntityDetector[];
  total: number;
  falseAlarmsPerWeek: number;
}

export interface TrainingsData {
  trainings: ModelTraining[];
}

/** A silence as a person writes it. */
export interface SilenceWish {
  match: string;
  endsAt?: string;
  weekly?: Silence['weekly'];
  comment: string;
}
export type KnownSilence = Silence & { state: SilenceState };

const ACTION_PATHS: Record<IncidentAction['type'], string> = {
  acknowledge: 'acknowledge',
  assign: 'assign',
  snooze: 'snooze',
  'hand-over': 'hand-over',
  comment: 'comments',
};

/** On the version that the person sees: whoever was faster is not overruled by accident. */
function asSeen<T>({ id, version }: Incident, path: string, wish: object): Promise<T> {
  const { headers, ...request } = json(wish);
  return data<T>(`/api/v1/incidents/${encodeURIComponent(id)}/${path}`, {
    ...request,
    headers: { ...headers, 'if-match': `"${version}"` },
  });
}

export const api = {
  status: () => data<StatusData>('/status'),
  incidents: () => data<{ incidents: Incident[] }>('/api/v1/incidents?limit=30'),
  openIncidents: () => data<{ incidents: Incident[] }>('/api/v1/incidents?state=open&limit=200'),
  incident: (id: string) => data<{ incident: Incident; timeline: TimelineEntry[] }>(`/api/v1/incidents/${encodeURIComponent(id)}`),
  anomalies: () => data<{ anomalies: Anomaly[] }>('/api/v1/anomalies?limit=20'),
  explanation: (anomalyId: string) => data<AnomalyExplanation>(`/api/v1/anomalies/${encodeURIComponent(anomalyId)}`),
  forecasts: () => data<{ forecasts: Forecast[]; watched: number; learning: number }>('/api/v1/forecasts?limit=20'),
  remediations: (incidentId?: string) =>
    data<{ remediations: Remediation[] }>(
      `/api/v1/remediations?limit=30${incidentId ? `&incidentId=${encodeURIComponent(incidentId)}` : ''}`,
    ),
  decide: (id: string, decision: 'approve' | 'refuse', actionHash: string) =>
    data<{ remediation: Remediation }>(`/api/v1/remediations/${encodeURIComponent(id)}/${decision}`, json({ actionHash })),
  act: (incident: Incident, { type, ...body }: IncidentAction) =>
    asSeen<{ incident: Incident; changed: boolean; reason: string }>(incident, ACTION_PATHS[type], body),
  mergeIncident: (incident: Incident, wish: IncidentMerge) => asSeen<{ incident: Incident; merged: Incident }>(incident, 'merge', wish),
  splitIncident: (incident: Incident, wish: IncidentSplit) => asSeen<{ incident: Incident; split: Incident }>(incident, 'split', wish),
  giveFeedback: (anomalyId: string, feedback: NewFeedback) =>
    data<{ feedback: AnomalyFeedback }>(`/api/v1/anomalies/${encodeURIComponent(anomalyId)}/feedback`, json(feedback)),
  silences: () => data<{ silences: KnownSilence[] }>('/api/v1/silences'),
  previewSilence: (wish: SilenceWish) => data<{ preview: SilencePreview }>('/api/v1/silences/preview', json(wish)),
  addSilence: (wish: SilenceWish) => data<{ silence: KnownSilence; preview: SilencePreview }>('/api/v1/silences', json(wish)),
  expireSilence: (id: string) => data<{ silence: KnownSilence }>(`/api/v1/silences/${encodeURIComponent(id)}`, { method: 'DELETE' }),
  feedback: () => data<{ feedback: AnomalyFeedback[] }>('/api/v1/feedback?limit=50'),
  detectors: (search: string) => data<DetectorsData>(`/api/v1/detectors/entities?${new URLSearchParams({ search, limit: '50' })}`),
  models: (entity: string) => data<{ models: ModelVersion[] }>(`/api/v1/models?${new URLSearchParams({ entity, limit: '30' })}`),
  trainings: () => data<TrainingsData>('/api/v1/models/trainings?limit=20'),
  train: (entity: string) => data<{ training: ModelTraining }>('/api/v1/models/train', json({ entity })),
  rollBack: (wish: { entity: string; version: number; reason: string }) =>
    data<{ change: ModelChange }>('/api/v1/models/rollback', json(wish)),
  history: () => data<{ answers: Answer[] }>('/chatops/history?limit=10'),
  view: (view: SeriesView, from: number, to: number) =>
    data<{ points: Point[] }>(
      `/api/v1/view?${new URLSearchParams({ view: JSON.stringify(view), from: String(from), to: String(to), maxPoints: '600' })}`,
    ),

  async samples(selector: string, from: number, to: number): Promise<SampleLine[]> {
    const response = await send(`/api/v1/samples?${new URLSearchParams({ match: selector, from: String(from), to: String(to) })}`);
    return (await response.text())
      .split('\n')
      .filter((line) => line !== '')
      .map((line) => JSON.parse(line) as SampleLine);
  },

  async *ask(question: string, conversationId: string | undefined, signal: AbortSignal): AsyncGenerator<AnswerChunk> {
    const response = await send('/query/stream', { ...json({ query: question, conversationId }), signal });
    for await (const event of serverEvents(response)) yield JSON.parse(event.data) as AnswerChunk;
  },

  async *events(lastEventId: string | undefined, signal: AbortSignal): AsyncGenerator<ServerEvent> {
    yield* serverEvents(await send('/api/v1/events', { headers: lastEventId ? { 'last-event-id': lastEventId } : {}, signal }));
  },
};

export interface ServerEvent {
  id: string | undefined;
  event: string;
  data: string;
}

/** Parses a text/event-stream; EventSource cannot send the Authorization header. */
async function* serverEvents(response: Response): AsyncGenerator<ServerEvent> {
  let event: ServerEvent = { id: undefined, event: 'message', data: '' };
  for await (const line of lines(response)) {
    if (line === '') {
      if (event.data !== '') yield event;
      event = { id: undefined, event: 'message', data: '' };
    } else if (line.startsWith('data:')) event.data += line.slice(5).trimStart();
    else if (line.startsWith('event:')) event.event = line.slice(6).trim();
    else if (line.startsWith('id:')) event.id = line.slice(3).trim();
  }
}
