import { z } from 'zod';
import { defineRequest } from '../contract.ts';
import { NewSilence, Silence, SilencePreview, SilenceState } from '../silence.ts';
import { Asked } from './asked.ts';

const KnownSilence = Silence.extend({ state: SilenceState });

/** Newest first, 500 at most. */
export const ListSilences = defineRequest('silences.list.v1', {
  server: 'anomaly',
  clients: ['gateway', 'chat'],
  request: z.object({ state: SilenceState.optional() }),
  response: z.object({ silences: z.array(KnownSilence) }),
});

/** While it is active, anomalies that match are recorded, but open no incident and join none. `invalid` names the field that makes no sense. */
export const AddSilence = defineRequest('silences.add.v1', {
  server: 'anomaly',
  clients: ['gateway'],
  request: Asked.extend({ silence: NewSilence }),
  response: z.object({ silence: KnownSilence, preview: SilencePreview }),
});

/** What it would have hidden in the past days: a weekly one in its hours, another one at any time. */
export const PreviewSilence = defineRequest('silences.preview.v1', {
  server: 'anomaly',
  clients: ['gateway'],
  request: z.object({ silence: NewSilence, days: z.number().int().min(1).max(90).default(14) }),
  response: z.object({ preview: SilencePreview }),
});

/** Ends a silence now; again changes nothing. `not-found` when the id is unknown. */
export const ExpireSilence = defineRequest('silences.expire.v1', {
  server: 'anomaly',
  clients: ['gateway'],
  request: Asked.extend({ id: z.string().max(100) }),
  response: z.object({ silence: KnownSilence }),
});
