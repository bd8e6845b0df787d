import type { Topic } from '../grammar/intent.ts';
import { anomaliesReply, incidentsReply } from './anomalies.ts';
import { doneReply, happenedAndDoneReply } from './done.ts';
import { forecastsReply } from './forecasts.ts';
import { happenedReply } from './happened.ts';
import { helpText, notUnderstoodText } from './help.ts';
import { logsReply } from './logs.ts';
import { actionReply, pendingReply, remediationsReply, runbooksReply } from './remediations.ts';
import type { Reply } from './reply.ts';
import { statusReply } from './status.ts';
import { seriesReply, valuesReply } from './values.ts';

/** Who answers which topic. */
export const REPLIES: Readonly<Record<Topic, Reply>> = {
  help: () => Promise.resolve(helpText),
  unknown: () => Promise.resolve(notUnderstoodText),
  action: actionReply,
  status: statusReply,
  values: valuesReply,
  series: seriesReply,
  anomalies: anomaliesReply,
  forecasts: forecastsReply,
  incidents: incidentsReply,
  happened: happenedReply,
  done: doneReply,
  'happened-and-done': happenedAndDoneReply,
  logs: logsReply,
  pending: pendingReply,
  remediations: remediationsReply,
  runbooks: runbooksReply,
};
