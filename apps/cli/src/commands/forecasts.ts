import { ListForecasts, type ResponseData } from '@cloudops/contracts';
import { plain, table } from '../terminal.ts';
import { type Session, show } from './command.ts';

/** `cloudops forecasts` */
export async function forecasts(session: Session, query: { limit?: string }): Promise<void> {
  show(session, await session.api.get('/api/v1/forecasts', ListForecasts.response, query), render);
}

function render({ forecasts: list, watched, learning }: ResponseData<typeof ListForecasts>): string {
  const known = `${watched} quantities watched${learning > 0 ? `, ${learning} of them not long enough to say anything` : ''}`;
  if (list.length === 0) return `Nothing runs out within 30 days (${known}).`;
  return [
    table(list.map((f) => [f.severity, f.at, f.latest ?? 'or never', plain(f.entity.id), plain(f.what)])),
    '',
    ...list.map((f) => plain(f.reason)),
    known,
  ].join('\n');
}
