import {
  ActOnIncident,
  AddSilence,
  DetectorSummary,
  DomainError,
  ExpireSilence,
  ExplainAnomaly,
  GetIncident,
  GiveFeedback,
  ListAnomalies,
  ListForecasts,
  ListFeedback,
  ListIncidents,
  ListSilences,
  MergeIncidents,
  PreviewSilence,
  type RequestData,
  type ResponseInput,
  SplitIncident,
} from '@cloudops/contracts';
import { Answers } from '@cloudops/platform-bus';
import { aForecast, anAnomaly, anIncident } from '@cloudops/testing';
import { Injectable } from '@nestjs/common';
import { played } from './played.ts';

const AT = '2026-01-15T12:00:00.000Z';
const silence = { matchers: [{ label: 'entity', op: '=' as const, value: 'web' }], startsAt: AT, endsAt: null, weekly: null, comment: 'c' };
const aSilence = { ...silence, id: 's1', createdBy: 'admin', createdAt: AT, expiredBy: null, state: 'active' as const };
const none = { total: 0, hidden: 0, newest: [] };
const preview = { days: 14, anomalies: none, incidents: none, warnings: [] };

const aFeedback = {
  ...{ id: 'f1', anomalyId: 'anomaly-1', viewKey: 'rate:00000000000000a1', entity: 'test/workload/web', metric: 'm', by: 'admin', at: AT },
  ...{ verdict: 'right' as const, window: null, note: '', tolerance: { above: 0, below: 0, unusual: 0 }, effectiveAt: AT },
};

/** anomaly's answers. */
@Injectable()
export class AnomalyPlayer {
  @Answers(ListIncidents)
  incidents(data: RequestData<typeof ListIncidents>): ResponseInput<typeof ListIncidents> {
    played.note('incidents.list.v1', data);
    return { incidents: [anIncident()], cursor: 'next' };
  }
  @Answers(GetIncident)
  incident({ id }: RequestData<typeof GetIncident>): ResponseInput<typeof GetIncident> {
    if (id !== 'incident-1') throw new DomainError('not-found', 'incident-not-found', `There is no incident ${id}`);
    return { incident: anIncident(), timeline: [{ id: 't1', at: '2026-01-15T12:00:05.000Z', type: 'incident.opened.v1', text: 'opened' }] };
  }
  @Answers(ActOnIncident)
  act(data: RequestData<typeof ActOnIncident>): ResponseInput<typeof ActOnIncident> {
    played.note('incidents.act.v1', data);
    if (data.version === 99) throw new DomainError('stale', 'incident-changed', 'look again', { field: 'If-Match', current: anIncident() });
    return { incident: anIncident(), changed: true, reason: `${data.actor.id} did it` };
  }
  @Answers(MergeIncidents)
  merge(data: RequestData<typeof MergeIncidents>): ResponseInput<typeof MergeIncidents> {
    played.note('incidents.merge.v1', data);
    if (data.merge.into === data.id) throw new DomainError('invalid', 'merge-with-itself', 'not into itself', { field: 'into' });
    if (data.merge.into === 'over') throw new DomainError('conflict', 'incident-resolved', 'it is over', { field: 'into' });
    return { incident: anIncident({ id: data.merge.into }), merged: anIncident({ mergedInto: data.merge.into }), reason: 'merged' };
  }
  @Answers(SplitIncident)
  split(data: RequestData<typeof SplitIncident>): ResponseInput<typeof SplitIncident> {
    played.note('incidents.split.v1', data);
    return { incident: anIncident(), split: anIncident({ id: 'new', splitFrom: data.id }), reason: 'split' };
  }
  @Answers(ListSilences)
  silences(data: RequestData<typeof ListSilences>): ResponseInput<typeof ListSilences> {
    played.note('silences.list.v1', data);
    return { silences: [aSilence] };
  }
  @Answers(AddSilence)
  addSilence(data: RequestData<typeof AddSilence>): ResponseInput<typeof AddSilence> {
    played.note('silences.add.v1', data);
    return { silence: aSilence, preview };
  }
  @Answers(PreviewSilence)
  previewSilence(data: RequestData<typeof PreviewSilence>): ResponseInput<typeof PreviewSilence> {
    played.note('silences.preview.v1', data);
    return { preview };
  }
  @Answers(ExpireSilence)
  expireSilence(data: RequestData<typeof ExpireSilence>): ResponseInput<typeof ExpireSilence> {
    played.note('silences.expire.v1', data);
    return { silence: aSilence };
  }
  @Answers(GiveFeedback)
  feedback({ feedback, actor, anomalyId }: RequestData<typeof GiveFeedback>): ResponseInput<typeof GiveFeedback> {
    played.note('feedback.give.v1', { feedback, actor, anomalyId });
    return { feedback: { ...aFeedback, ...feedback }, anomaly: anAnomaly() };
  }
  @Answers(ListFeedback)
  allFeedback(): ResponseInput<typeof ListFeedback> {
    return { feedback: [aFeedback] };
  }
  @Answers(ListAnomalies)
  anomalies(data: RequestData<typeof ListAnomalies>): ResponseInput<typeof ListAnomalies> {
    played.note('anomalies.list.v1', data);
    return { anomalies: [anAnomaly()], cursor: null };
  }
  @Answers(ExplainAnomaly)
  explain({ id }: RequestData<typeof ExplainAnomaly>): ResponseInput<typeof ExplainAnomaly> {
    return {
      anomaly: anAnomaly({ id }),
      rarity: {
        knownSeconds: 86_400,
        times: 0,
        onceInSeconds: 86_400,
        text: 'once in 24 h: never before as high in all the time that is known',
      },
      samples: { state: 'arriving', since: null, text: 'samples arrive' },
      similar: [],
      links: { query: 'up', from: 0, to: 1, console: `/#/anomalies/${id}`, grafana: null },
    };
  }
  @Answers(ListForecasts)
  forecasts(): ResponseInput<typeof ListForecasts> {
    return { forecasts: [aForecast()], watched: 3, learning: 1 };
  }
  @Answers(DetectorSummary)
  detectors(): ResponseInput<typeof DetectorSummary> {
    return { series: 12, learning: 2, anomalous: 1, readyByEntity: { 'test/workload/web': 3 } };
  }
}
