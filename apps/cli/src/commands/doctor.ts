import { HistoryStats, IngestDiagnosis, SystemStatus } from '@cloudops/contracts';
import { CliError } from '../cli-error.ts';
import { diagnose, type Finding } from '../diagnose.ts';
import { plain } from '../terminal.ts';
import { type Session, show } from './command.ts';

const SIGN = { ok: 'ok  ', warning: 'WARN', failure: 'FAIL' } as const;

/** `cloudops doctor`: exits with 1 when something is broken; warnings alone exit with 0. */
export async function doctor(session: Session): Promise<void> {
  const { api } = session;
  const told = async <T>(asked: Promise<T>): Promise<T | string> =>
    asked.catch((error: unknown) => {
      if (error instanceof CliError) return error.message;
      throw error;
    });
  const status = await api.get('/status', SystemStatus); // without this nothing can be said
  const findings = diagnose({
    status,
    history: await told(api.get('/api/v1/history', HistoryStats.response)),
    ingest: await told(api.get('/api/v1/ingest', IngestDiagnosis.response)),
  });
  show(session, { findings }, render);
  const failures = findings.filter(({ level }) => level === 'failure').length;
  if (failures > 0) throw new CliError(`${failures} ${failures === 1 ? 'check' : 'checks'} failed.`);
}

const render = ({ findings }: { findings: readonly Finding[] }): string =>
  findings
    .map(({ level, check, message, remedy }) => [`${SIGN[level]}  ${check}: ${plain(message)}`, ...indented(remedy)].join('\n'))
    .join('\n');

const indented = (remedy: string): string[] => (remedy === '' ? [] : remedy.split('\n').map((line) => `        ${plain(line)}`));
