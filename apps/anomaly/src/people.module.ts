import type { Provider, Type } from '@nestjs/common';
import { IncidentActions } from './domain/incident-actions.ts';
import { Silences } from './domain/silences.ts';
import { PeopleController } from './inbound/people.controller.ts';
import { SilencesController } from './inbound/silences.controller.ts';
import { AskedChanges } from './outbound/asked-changes.ts';
import { PostgresIncidentActions } from './outbound/postgres-incident-actions.ts';
import { PostgresSilences } from './outbound/postgres-silences.ts';
import { SilenceRows } from './outbound/silence-rows.ts';

/** What people do with incidents, and what they want to hear nothing of. */
export const peopleControllers: Type[] = [PeopleController, SilencesController];

export const peopleProviders: Provider[] = [
  ...[AskedChanges, SilenceRows],
  { provide: IncidentActions, useClass: PostgresIncidentActions },
  { provide: Silences, useClass: PostgresSilences },
];
