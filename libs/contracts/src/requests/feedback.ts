import { z } from 'zod';
import { Anomaly } from '../anomaly.ts';
import { AnomalyFeedback, NewFeedback } from '../anomaly-feedback.ts';
import { defineRequest } from '../contract.ts';
import { Asked } from './asked.ts';

/** Changes how the anomaly's view is scored from now on. The same again changes nothing; `not-found` when there is no such anomaly. */
export const GiveFeedback = defineRequest('feedback.give.v1', {
  server: 'anomaly',
  clients: ['gateway'],
  request: Asked.extend({ anomalyId: z.string().max(100), feedback: NewFeedback }),
  response: z.object({ feedback: AnomalyFeedback, anomaly: Anomaly }),
});

/** The feedback that counts, newest first. */
export const ListFeedback = defineRequest('feedback.list.v1', {
  server: 'anomaly',
  clients: ['gateway', 'chat'],
  request: z.object({ limit: z.number().int().min(1).max(500).default(100) }),
  response: z.object({ feedback: z.array(AnomalyFeedback) }),
});
