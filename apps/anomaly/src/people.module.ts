import type { Provider, Type } from '@nestjs/common';
import { IncidentActions } from './domain/incident-actions.ts';
import { IncidentShapes } from './domain/incident-shapes.ts';
import { Judgements } from './domain/judgements.ts';
import { Silences } from './domain/silences.ts';
import { FeedbackTimer } from './inbound/feedback-timer.ts';
import { FeedbackController } from './inbound/feedback.controller.ts';
import { PeopleController } from './inbound/people.controller.ts';
import { SilencesController } from './inbound/silences.controller.ts';
import { AskedChanges } from './outbound/asked-changes.ts';
import { FeedbackRows } from './outbound/feedback-rows.ts';
import { IncidentLocks } from './outbound/incident-locks.ts';
import { PostgresIncidentActions } from './outbound/postgres-incident-actions.ts';
import { PostgresIncidentShapes } from './outbound/postgres-incident-shapes.ts';
import { PostgresJudgements } from './outbound/postgres-judgements.ts';
import { PostgresSilences } from './outbound/postgres-silences.ts';
import { SilenceRows } from './outbound/silence-rows.ts';

/** What people do with incidents, what they want to hear nothing of, and what they say of anomalies. */
export const peopleControllers: Type[] = [PeopleController, SilencesController, FeedbackController];

export const peopleProviders: Provider[] = [
  ...[AskedChanges, IncidentLocks, SilenceRows, FeedbackRows, FeedbackTimer],
  { provide: IncidentActions, useClass: PostgresIncidentActions },
  { provide: IncidentShapes, useClass: PostgresIncidentShapes },
  { provide: Judgements, useClass: PostgresJudgements },
  { provide: Silences, useClass: PostgresSilences },
];
