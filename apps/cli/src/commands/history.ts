import { HistoryStats, type ResponseData } from '@cloudops/contracts';
import { bytes, table } from '../terminal.ts';
import { type Session, show } from './command.ts';

/** `cloudops history stats` */
export async function historyStats(session: Session): Promise<void> {
  show(session, await session.api.get('/api/v1/history', HistoryStats.response), render);
}

function render(stats: ResponseData<typeof HistoryStats>): string {
  return table([
    ['Series', String(stats.series)],
    ['Samples', String(stats.samples)],
    ['On disk', bytes(stats.bytes)],
    ['A sample', stats.bytesPerSample === null ? 'no samples yet' : `${stats.bytesPerSample.toFixed(2)} bytes`],
    ['In the journal', `${stats.journalSamples} samples, ${bytes(stats.journalBytes)}`],
    ['Oldest', stats.oldest ?? 'none'],
    ['Newest', stats.newest ?? 'none'],
    ['Kept for', `${stats.retentionDays} days`],
    ['Rolled up', `${stats.rollups.samples} samples, ${bytes(stats.rollups.bytes)}, back to ${stats.rollups.oldest ?? 'nothing yet'}`],
    ['Kept for', `${stats.rollups.retentionDays} days`],
    ...(stats.shed === null
      ? []
      : [['Shed', `${stats.shed.samples} samples before their time, last at ${stats.shed.at} (${stats.shed.reason})`]]),
  ]);
}
