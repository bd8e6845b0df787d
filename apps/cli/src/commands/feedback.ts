import { type FeedbackVerdict, GiveFeedback, ListFeedback, weeklyText } from '@cloudops/contracts';
import { plain, table } from '../terminal.ts';
import { ownTimeZone, weeklyWindow } from '../weekly-text.ts';
import { type Session, show } from './command.ts';

/** `cloudops feedback`: what people said of anomalies. */
export async function listFeedback(session: Session): Promise<void> {
  show(session, await session.api.get('/api/v1/feedback', ListFeedback.response), ({ feedback }) =>
    feedback.length === 0
      ? 'Nobody has said anything of an anomaly yet.'
      : table(
          feedback.map((f) => [
            ...[f.anomalyId, f.verdict, f.window ? weeklyText(f.window) : '', plain(`${f.metric} of ${f.entity}`), f.by, f.effectiveAt],
            plain(f.note),
          ]),
        ),
  );
}

/** `cloudops feedback right|wrong|expected ID` */
export async function giveFeedback(
  session: Session,
  verdict: FeedbackVerdict,
  id: string,
  options: { every?: string; zone?: string; note?: string },
): Promise<void> {
  const body = {
    verdict,
    ...(options.note !== undefined && { note: options.note }),
    ...(options.every !== undefined && { window: weeklyWindow(options.every, options.zone ?? ownTimeZone()) }),
  };
  const path = `/api/v1/anomalies/${encodeURIComponent(id)}/feedback`;
  show(session, await session.api.post(path, body, GiveFeedback.response), ({ feedback: f }) =>
    f.verdict === 'right'
      ? `${f.metric} of ${f.entity}: rightly an anomaly; scored as ever from ${f.effectiveAt}`
      : `${f.metric} of ${f.entity}: as much is tolerated from ${f.effectiveAt}${f.window ? `, ${weeklyText(f.window)}` : ''}`,
  );
}
