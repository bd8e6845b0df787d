import {
  AddSilence,
  ExpireSilence,
  ListSilences,
  PreviewSilence,
  selectorText,
  type SilencePreview,
  weeklyText,
} from '@cloudops/contracts';
import { CliError, EXIT } from '../cli-error.ts';
import { plain, table } from '../terminal.ts';
import { ownTimeZone, weeklyWindow } from '../weekly-text.ts';
import { type Session, show } from './command.ts';
import { instantOf } from './incident-actions.ts';

export interface SilenceOptions {
  readonly for?: string;
  readonly from?: string;
  readonly until?: string;
  readonly every?: string;
  readonly zone?: string;
  readonly comment?: string;
  readonly days?: string;
}

/** `cloudops silences list` */
export async function listSilences(session: Session, query: { state?: string }): Promise<void> {
  show(session, await session.api.get('/api/v1/silences', ListSilences.response, query), ({ silences }) =>
    silences.length === 0
      ? 'No silences.'
      : table(
          silences.map((s) => [
            ...[s.id, s.state, plain(selectorText(s.matchers)), s.weekly ? weeklyText(s.weekly) : s.startsAt, s.endsAt ?? 'for good'],
            plain(`${s.createdBy}: ${s.comment}`),
          ]),
        ),
  );
}

/** `cloudops silences add SELECTOR` */
export async function addSilence(session: Session, match: string, options: SilenceOptions): Promise<void> {
  if (options.comment === undefined) throw new CliError('Say why: --comment TEXT', EXIT.usage);
  const body = { ...wish(match, options), comment: options.comment };
  show(session, await session.api.post('/api/v1/silences', body, AddSilence.response), ({ silence, preview }) =>
    [`${silence.id} is ${silence.state} until ${silence.endsAt ?? 'it is ended'}`, ...warnings(preview)].join('\n'),
  );
}

/** `cloudops silences preview SELECTOR` */
export async function previewSilence(session: Session, match: string, options: SilenceOptions): Promise<void> {
  const days = options.days === undefined ? {} : { days: Number(options.days) };
  const body = { ...wish(match, options), ...days };
  show(session, await session.api.post('/api/v1/silences/preview', body, PreviewSilence.response), ({ preview }) => describe(preview));
}

/** `cloudops silences expire ID` */
export async function expireSilence(session: Session, id: string): Promise<void> {
  const path = `/api/v1/silences/${encodeURIComponent(id)}`;
  show(session, await session.api.delete(path, ExpireSilence.response), ({ silence }) => `${silence.id} is ${silence.state}`);
}

function wish(match: string, { for: length, from, until, every, zone }: SilenceOptions) {
  const now = new Date();
  const end = until ?? length;
  return {
    match,
    ...(from !== undefined && { startsAt: instantOf(from, now) }),
    ...(end !== undefined && { endsAt: instantOf(end, from === undefined || until !== undefined ? now : new Date(instantOf(from, now))) }),
    ...(every !== undefined && { weekly: weeklyWindow(every, zone ?? ownTimeZone()) }),
  };
}

function describe(preview: SilencePreview): string {
  const { days, anomalies, incidents } = preview;
  return [
    `In the past ${days} days it would have hidden ${incidents.hidden} of ${incidents.total} incidents and ${anomalies.hidden} of ${anomalies.total} anomalies.`,
    ...warnings(preview),
    ...(incidents.newest.length > 0
      ? ['', 'Incidents', table(incidents.newest.map((i) => [i.id, i.effect, i.severity, i.openedAt, plain(i.title)]))]
      : []),
    ...(anomalies.newest.length > 0
      ? ['', 'Anomalies', table(anomalies.newest.map((a) => [a.id, plain(a.entity), plain(a.metric), a.detectedAt]))]
      : []),
  ].join('\n');
}

const warnings = (preview: SilencePreview): string[] => preview.warnings.map((warning) => `WARNING: ${plain(warning)}`);
