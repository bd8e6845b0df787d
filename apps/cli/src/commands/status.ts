import { SystemStatus } from '@cloudops/contracts';
import { plain, table } from '../terminal.ts';
import { type Session, show } from './command.ts';
import { incidentLines } from './incidents.ts';

/** `cloudops status` */
export async function status(session: Session): Promise<void> {
  show(session, await session.api.get('/status', SystemStatus), render);
}

const percent = (value: number | null): string => (value === null ? 'not measured yet' : `${value.toFixed(1)} %`);

function render({ services, host, incidents, detectors, unavailable }: SystemStatus): string {
  const states = Object.entries(services).map(([name, s]) => [name, s.ready ? 'ready' : 'NOT READY', plain(s.message)]);
  const open = incidents.filter((i) => i.state === 'open');
  return [
    table(states),
    '',
    `CPU ${percent(host.cpuPercent)}   memory ${percent(host.memoryPercent)}   disk ${percent(host.diskPercent)}`,
    detectors === null
      ? 'detectors: no answer'
      : `detectors: ${detectors.series} series, ${detectors.learning} learning, ${detectors.anomalous} anomalous`,
    '',
    open.length === 0 && unavailable.incidents === undefined ? 'No open incidents.' : incidentLines(open),
    ...Object.entries(unavailable).map(([part, why]) => `could not read ${part}: ${plain(why)}`),
  ].join('\n');
}
